import type { Proxy } from "../deployed/deployed";
import { parameter } from "../deployed/nginx/directive";
import { directivesNamed, inForce } from "../deployed/nginx/scope";
import { locationsOf, serversOf } from "../deployed/nginx/servers";
import type { Finding, Rule } from "../rule";
import { byEnvironment } from "./by-environment";
import { locationName } from "./passing";
import { list } from "./words";

export const rateLimitAlike: Rule<"times"> = {
    name: "rate-limit-alike",
    title: "A limit means the same on every proxy",
    severity: "low",
    why: "Every proxy counts by itself. Where their limits differ, what a client may do depends on where it comes in; and of n proxies behind one address each lets the whole rate through, n times the rate in all.",
    fix: "Deploy all proxies with one `npm run up`; where many of them count alone, divide `site.rateLimit.rate` by their number.",
    levels: byEnvironment("advisory", "advisory", "advisory"),
    figures: { times: { doc: "How many proxies may count the same clients by themselves, which multiplies the rate that gets through.", by: byEnvironment(3, 3, 3) } },
    check: ({ proxies }, { times }) => [...differences(proxies), ...together(proxies, times)],
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

function together(proxies: readonly Proxy[], times: number): Finding[] {
    const [first] = proxies;
    const counting = proxies.reduce((sum, { replicas }) => sum + replicas, 0);
    const rates = first === undefined ? [] : directivesNamed(first.nginx, "limit_req_zone").map(({ args }) => parameter(args, "rate"));
    if (first === undefined || counting <= times || rates.length === 0) {
        return [];
    }
    const through = rates.map(rate => `${rate} lets ${multiplied(rate, counting)} through`);
    return [{ urn: first.urn, where: first.where, found: `${counting} proxies that count by themselves: ${list(through)}`, allowed: `at most ${times} times the rate` }];
}

function multiplied(rate: string, times: number): string {
    return rate.replace(/^\d+/, digits => String(Number(digits) * times));
}
