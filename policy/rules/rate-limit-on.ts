import type { Proxy } from "../deployed/deployed";
import { parameter } from "../deployed/nginx/directive";
import { httpBlocks, inForce } from "../deployed/nginx/scope";
import { locationsOf, type Location } from "../deployed/nginx/servers";
import type { Finding, Rule } from "../rule";
import { byEnvironment } from "./by-environment";
import { locationName, passingLocations, publicServers, serverPlace } from "./passing";
import { list } from "./words";

export const rateLimitOn: Rule = {
    name: "rate-limit-on",
    title: "One client can't take the whole site",
    severity: "medium",
    why: "A single client that asks without end takes every instance's time: a broken script is enough. With a limit it gets 429, and everybody else is served.",
    fix: "Set `site.rateLimit`, for example `{ rate: 100, burst: 1000 }` per client address; a route adds a stricter one of its own with its `rateLimit`.",
    levels: byEnvironment("disabled", "advisory", "mandatory"),
    figures: {},
    check: ({ proxies }) => proxies.flatMap(proxy => [...unlimited(proxy), ...wrongStatus(proxy)]),
};

function unlimited(proxy: Proxy): Finding[] {
    const zones = perClientZones(proxy);
    return publicServers(proxy).flatMap(server => {
        const left = passingLocations(server).filter(location => !limitsOf(location).some(zone => zones.includes(zone)));
        const found = `no limit in ${list(left.map(locationName))}`;
        return left.length === 0 ? [] : [{ urn: proxy.urn, where: serverPlace(proxy, server), found, allowed: "a limit_req per client address on all that is sent on" }];
    });
}

/** Those of what clients are called by: a limit over all clients together would let one of them shut the others out. */
function perClientZones({ nginx }: Proxy): readonly string[] {
    const zones = httpBlocks(nginx, "limit_req_zone");
    return zones.filter(({ args }) => args[0] === "$binary_remote_addr" || args[0] === "$remote_addr").map(({ args }) => parameter(args, "zone").replace(/:.*/, ""));
}

/** None where nginx only writes down whom it would limit. */
function limitsOf({ scope }: Location): readonly string[] {
    const isRehearsed = inForce(scope, "limit_req_dry_run").some(({ args }) => args[0] === "on");
    return isRehearsed ? [] : inForce(scope, "limit_req").map(({ args }) => parameter(args, "zone"));
}

function wrongStatus(proxy: Proxy): Finding[] {
    const limited = publicServers(proxy).flatMap(locationsOf).filter(location => limitsOf(location).length > 0);
    const wrong = limited.map(({ scope }) => inForce(scope, "limit_req_status")[0]?.args[0] ?? "503").filter(status => status !== "429");
    const found = `limit_req_status ${list([...new Set(wrong)])}`;
    return wrong.length === 0 ? [] : [{ urn: proxy.urn, where: proxy.where, found, allowed: "429, which tells clients that they are the ones to wait" }];
}
