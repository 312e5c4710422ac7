import ipaddr from "ipaddr.js";
import type { Deployed, Opening, Placed, Proxy } from "../deployed/deployed";
import { locationFor, locationsOf, serversOf, type Location, type Server } from "../deployed/nginx/servers";
import type { Finding, Rule } from "../rule";
import { isForItsMachine, whoComesIn } from "./admission";
import { byEnvironment } from "./by-environment";
import { locationName, ownPath, serverPlace, shortcutsFrom } from "./passing";

export const operatorEndpointsClosed: Rule = {
    name: "operator-endpoints-closed",
    title: "What is for operators answers operators alone",
    severity: "critical",
    why: "/nginx_status, /monitoring and /backup tell strangers how the site is built and how busy it is, or hand them its data; Prometheus and Alertmanager ask nobody for a password.",
    fix: "List the operators' addresses or networks in `site.operators`, keep such paths in `site.operatorPaths`, and leave `docker.monitoring.listen` at 127.0.0.1: an SSH tunnel reaches it.",
    levels: byEnvironment("advisory", "mandatory", "mandatory"),
    figures: {},
    check: deployed => [...deployed.proxies.flatMap(proxy => [...openLocations(proxy), ...unguarded(proxy)]), ...deployed.openings.flatMap(opening => strangersAt(opening, deployed))],
};

/** Paths of services that are for operators by default, wherever they lead. */
const servicePaths = ["/monitoring", "/backup"];
const operatorPaths = ["/nginx_status", ...servicePaths];

function openLocations(proxy: Proxy): Finding[] {
    return serversOf(proxy.nginx).flatMap(server => [
        ...locationsOf(server).filter(isForOperators).flatMap(location => open(proxy, location, "")),
        ...servicePaths.flatMap(path => passedAlong(server, path).flatMap(location => open(proxy, location, ` for ${path}`))),
    ]);
}

function open(proxy: Proxy, entrance: Location, what: string): Finding[] {
    return [entrance, ...shortcutsFrom(entrance)].flatMap(location => {
        const found = whoComesIn(location);
        const { urn, where } = locationPlace(proxy, location);
        return found === undefined ? [] : [{ urn, where: `${where}${what}`, found, allowed: "`allow` for addresses and networks of operators, then `deny all`" }];
    });
}

function isForOperators({ modifier, path, directive }: Location): boolean {
    const direct = (directive.block ?? []).some(({ name }) => name === "stub_status");
    return direct || (modifier !== "@" && operatorPaths.some(operatorPath => path === operatorPath || path.startsWith(`${operatorPath}/`)));
}

/** Where an operators' path has no location of its own: the one that sends it on to a service with everything else. */
function passedAlong(server: Server, path: string): readonly Location[] {
    const chosen = [path, `${path}/`].flatMap(each => locationFor(server, each) ?? []);
    return [...new Set(chosen)].filter(location => !isForOperators(location) && (location.directive.block ?? []).some(({ name }) => name === "proxy_pass"));
}

/** The proxy's answers about itself, which a deployment asks for on its own machine. */
function unguarded(proxy: Proxy): Finding[] {
    return serversOf(proxy.nginx)
        .flatMap(locationsOf)
        .filter(({ modifier, path }) => modifier === "=" && path.startsWith(ownPath))
        .filter(location => !isForItsMachine(proxy, location) && whoComesIn(location) !== undefined)
        .map(location => ({ ...locationPlace(proxy, location), found: "an answer to everybody", allowed: "an answer to the proxy's own machine alone" }));
}

function locationPlace(proxy: Proxy, location: Location): Placed {
    return { urn: proxy.urn, where: `${serverPlace(proxy, location.server)}, ${locationName(location)}` };
}

/** Whatever is beside the proxy: clients come in by that alone. */
function strangersAt(opening: Opening, { target }: Deployed): Finding[] {
    const { urn, where, part, address, port, to } = opening;
    if (part === "proxy" || isLoopback(opening)) {
        return [];
    }
    const place = { urn, where, found: `${part} on ${address ?? "every address"}, port ${port}` };
    if (target !== "kubernetes") {
        return [{ ...place, allowed: "127.0.0.1" }];
    }
    return to === "cluster" ? [{ ...place, allowed: "a NetworkPolicy that says who may ask" }] : [{ ...place, allowed: "a Service of type ClusterIP: clients come in by the proxy", fix: "Take the object away that leads past the proxy, or make its Service one of type ClusterIP." }];
}

function isLoopback({ address }: Opening): boolean {
    return address !== undefined && ipaddr.isValid(address) && ipaddr.parse(address).range() === "loopback";
}
