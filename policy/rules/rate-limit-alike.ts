import type { Proxy } from "../deployed/deployed";
import { directivesNamed, inForce } from "../deployed/nginx/scope";
import { locationsOf, serversOf } from "../deployed/nginx/servers";
import type { Finding, Rule } from "../rule";
import { byEnvironment } from "./by-environment";
import { locationName } from "./passing";
import { list } from "./words";

export const rateLimitAlike: Rule = {
    name: "rate-limit-alike",
    title: "A limit means the same on every proxy",
    severity: "medium",
    why: "Every proxy counts by itself. Where their limits differ, what a client may do depends on where it comes in: it is shut out by one proxy and goes on by another.",
    fix: "Deploy all proxies with one `npm run up`, and change limits in the stack file alone, never in the rendered files.",
    levels: byEnvironment("advisory", "advisory", "mandatory"),
    figures: {},
    check: ({ proxies }) => differences(proxies),
};

function differences(proxies: readonly Proxy[]): Finding[] {
    const [first, ...others] = proxies;
    return first === undefined
        ? []
        : others
              .filter(proxy => limitLines(proxy).join("\n") !== limitLines(first).join("\n"))
              .map(proxy => ({ urn: proxy.urn, where: proxy.where, found: `${onlyIn(proxy, first)}, unlike ${first.where}`, allowed: "the same zones, rates and bursts on every proxy" }));
}

function onlyIn(proxy: Proxy, other: Proxy): string {
    const [own, others] = [limitLines(proxy), limitLines(other)];
    const [more, fewer] = [own.filter(line => !others.includes(line)), others.filter(line => !own.includes(line))];
    return more.length > 0 ? list(more) : `no ${list(fewer)}`;
}

/** What is counted, and where: `limit_req_zone $binary_remote_addr zone=evenkeel_clients:10m rate=100r/s`. */
function limitLines({ nginx }: Proxy): readonly string[] {
    const zones = directivesNamed(nginx, "limit_req_zone").map(({ name, args }) => [name, ...args].join(" "));
    const limits = serversOf(nginx)
        .flatMap(locationsOf)
        .flatMap(location => inForce(location.scope, "limit_req").map(({ name, args }) => `${[name, ...args].join(" ")} in ${locationName(location)}`));
    return [...new Set([...zones, ...limits])].sort();
}
