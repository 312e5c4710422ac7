import ipaddr from "ipaddr.js";
import type { Deployed, Opening, Placed, Proxy } from "../deployed/deployed";
import { inForce } from "../deployed/nginx/scope";
import { locationsOf, serversOf, type Location } from "../deployed/nginx/servers";
import type { Finding, Rule } from "../rule";
import { byEnvironment } from "./by-environment";
import { locationName, ownPath, serverPlace, shortcutsFrom } from "./passing";
import { list } from "./words";

export const operatorEndpointsClosed: Rule = {
    name: "operator-endpoints-closed",
    title: "What is for operators answers operators alone",
    severity: "critical",
    why: "/nginx_status, /monitoring and /backup tell strangers how the site is built and how busy it is, or hand them its data; Prometheus and Alertmanager ask nobody for a password.",
    fix: "List the operators' addresses or networks in `site.operators`, keep such paths in `site.operatorPaths`, and leave `docker.monitoring.listen` at 127.0.0.1: an SSH tunnel reaches it.",
    levels: byEnvironment("advisory", "mandatory", "mandatory"),
    figures: {},
    check: deployed => [...deployed.proxies.flatMap(proxy => [...openLocations(proxy), ...unguarded(proxy)]), ...openMonitoring(deployed)],
};

/** Paths that are for operators by default, wherever they lead. */
const operatorPaths = ["/nginx_status", "/monitoring", "/backup"];

function openLocations(proxy: Proxy): Finding[] {
    return serversOf(proxy.nginx).flatMap(server =>
        locationsOf(server)
            .filter(isForOperators)
            .flatMap(location => [location, ...shortcutsFrom(location)])
            .flatMap(location => {
                const found = whoComesIn(location);
                return found === undefined ? [] : [{ ...placeOf(proxy, location), found, allowed: "`allow` for addresses and networks of operators, then `deny all`" }];
            }),
    );
}

function isForOperators({ modifier, path, directive }: Location): boolean {
    const direct = (directive.block ?? []).some(({ name }) => name === "stub_status");
    return direct || (modifier !== "@" && operatorPaths.some(operatorPath => path === operatorPath || path.startsWith(`${operatorPath}/`)));
}

/** What lets strangers in; nginx goes by the first rule that fits. undefined: nothing. */
function whoComesIn({ scope, directive }: Location): string | undefined {
    if ((directive.block ?? []).some(({ name }) => name === "internal")) {
        return undefined;
    }
    const rules = inForce(scope, "allow", "deny");
    const end = rules.findIndex(({ name, args }) => name === "deny" && args[0] === "all");
    const wide = rules
        .slice(0, end < 0 ? rules.length : end)
        .filter(({ name }) => name === "allow")
        .flatMap(({ args }) => args)
        .filter(isWide);
    if (wide.length > 0) {
        return `allow ${list(wide)}`;
    }
    return end < 0 ? "no `deny all`, so that everybody comes in" : undefined;
}

/** Wider than any private network: 10.0.0.0/8 and fc00::/7 are the widest. */
function isWide(network: string): boolean {
    if (network === "all" || !ipaddr.isValidCIDR(network)) {
        return network === "all";
    }
    const [address, bits] = ipaddr.parseCIDR(network);
    return bits < (address.kind() === "ipv4" ? 8 : 7);
}

/** The proxy's answers about itself, which a deployment asks for on its own machine. */
function unguarded(proxy: Proxy): Finding[] {
    return serversOf(proxy.nginx)
        .flatMap(locationsOf)
        .filter(({ modifier, path }) => modifier === "=" && path.startsWith(ownPath))
        .filter(location => !hasGuard(location) && whoComesIn(location) !== undefined)
        .map(location => ({ ...placeOf(proxy, location), found: "an answer to everybody", allowed: "an answer to the proxy's own machine alone" }));
}

function hasGuard({ directive }: Location): boolean {
    const conditions = (directive.block ?? []).filter(({ name, args }) => name === "if" && args.join(" ").includes("$evenkeel_from_outside"));
    return conditions.some(({ block = [] }) => block.some(({ name, args }) => name === "return" && args[0] === "403"));
}

function placeOf(proxy: Proxy, location: Location): Placed {
    return { urn: proxy.urn, where: `${serverPlace(proxy, location.server)}, ${locationName(location)}` };
}

/** Published ports of a Docker engine, and on a cluster ports that no NetworkPolicy keeps to somebody. */
function openMonitoring({ openings, target }: Deployed): Finding[] {
    const allowed = target === "kubernetes" ? "a NetworkPolicy that says who may ask" : "127.0.0.1";
    return openings
        .filter(opening => opening.part !== "proxy" && !isLoopback(opening))
        .map(({ urn, where, part, address, port }) => ({ urn, where, found: `${part} on ${address ?? "every address"}, port ${port}`, allowed }));
}

function isLoopback({ address }: Opening): boolean {
    return address !== undefined && ipaddr.isValid(address) && ipaddr.parse(address).range() === "loopback";
}
