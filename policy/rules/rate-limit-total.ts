import type { Deployed } from "../deployed/deployed";
import { parameter } from "../deployed/nginx/directive";
import { directivesNamed } from "../deployed/nginx/scope";
import type { Finding, Rule } from "../rule";
import { byEnvironment } from "./by-environment";
import { list } from "./words";

export const rateLimitTotal: Rule<"times"> = {
    name: "rate-limit-total",
    title: "All proxies together let little more through than a limit says",
    severity: "low",
    why: "Every proxy counts by itself: of n proxies behind one address each lets the whole rate through, n times the rate in all.",
    fix: "Divide `site.rateLimit.rate` by the number of the proxies (`kubernetes.proxy.replicas`, or the nodes of a host), or run fewer of them.",
    levels: byEnvironment("advisory", "advisory", "advisory"),
    figures: { times: { doc: "How many proxies may count the same clients by themselves, which multiplies the rate that gets through.", by: byEnvironment(3, 3, 3) } },
    check: together,
};

function together({ proxies }: Deployed, { times }: Readonly<Record<"times", number>>): Finding[] {
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
