import type { Problem } from "../problem";
import type { Draft } from "../settings/stack";
import { instancesOf, present, servicesOf, type PlacedInstance, type Rule } from "./drafts";

/** Every instance has a port: its own, or its service's. */
export const everyInstanceHasAPort: Rule = (draft) =>
    servicesOf(draft)
        .flatMap(instancesOf)
        .filter(({ port }) => port === null)
        .map(({ path, instance }) => ({
            path,
            found: `${instance.address ?? "an address"} without a port`,
            allowed: "address:port, or a port for the whole service",
            fix: `Write \`${shown(instance.address ?? "10.0.0.5", 8000)}\`, for example, or give the service a \`port\`.`,
        }));

/** An instance that is listed twice would get twice its share, and fail twice at once. */
export const eachInstanceOnce: Rule = (draft) => servicesOf(draft).flatMap((service) => repeated(instancesOf(service)));

/** An instance that is the proxy itself would send every request round in circles. */
export const noInstanceIsTheProxy: Rule = (draft) => {
    const ports = listeningPorts(draft);
    const addresses = listeningAddresses(draft);
    return servicesOf(draft)
        .flatMap(instancesOf)
        .filter(({ instance, port }) => typeof port === "number" && ports.includes(port) && isOneOf(addresses, instance.address))
        .map(({ path, instance, port }) => ({
            path,
            found: shown(instance.address ?? "", port ?? 0),
            allowed: "an address where the service answers",
            fix: "Give the port of the service: this one is the load balancer's own.",
        }));
};

function repeated(instances: readonly PlacedInstance[]): Problem[] {
    const first = new Map<string, string>();
    return instances.flatMap(({ path, instance, port }): Problem[] => {
        if (instance.address === undefined || typeof port !== "number") {
            return [];
        }
        const identity = shown(instance.address, port);
        const earlier = first.get(identity);
        first.set(identity, earlier ?? path);
        const fix = `Remove it: it repeats \`${earlier ?? ""}\`. Use \`weight\` for a larger share.`;
        return earlier === undefined ? [] : [{ path, found: identity, allowed: "each instance once", fix }];
    });
}

function listeningPorts({ site, tls }: Draft): (number | undefined)[] {
    return tls?.mode === "off" ? [site?.http] : [site?.http, site?.https];
}

/** Every name of the listeners that the stack file knows. With one address to listen on, others are free. */
function listeningAddresses({ site, host }: Draft): string[] {
    const names = present(site?.hosts);
    if (typeof site?.listen === "string" && !anyAddress.includes(site.listen)) {
        return [...names, site.listen];
    }
    return [...names, "loopback", ...present(host?.nodes).flatMap((node) => node.address ?? [])];
}

const anyAddress = ["0.0.0.0", "::"];

function isOneOf(addresses: readonly string[], address: string | undefined): boolean {
    const loopback = address === "localhost" || address === "::1" || address?.startsWith("127.") === true;
    return addresses.includes(address ?? "") || (loopback && addresses.includes("loopback"));
}

function shown(address: string, port: number): string {
    return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}
