import type { Container } from "../deployed/deployed";
import type { Finding, Rule } from "../rule";
import { byEnvironment } from "./by-environment";
import { patience } from "./probing";

export const livenessApart: Rule = {
    name: "liveness-apart-from-readiness",
    title: "A pod is taken out of service long before it is killed",
    severity: "medium",
    why: "Readiness takes a pod out of rotation until it is well; liveness kills it. A liveness probe that asks the same and gives up as early kills every pod at once when a database that all of them need is slow.",
    fix: "Give `kubernetes.probes.liveness` a path of its own that asks the process alone, or more patience than `readiness`: a longer `interval` or a higher `fall`.",
    levels: byEnvironment("advisory", "advisory", "mandatory"),
    figures: {},
    check: ({ target, containers }) => (target === "kubernetes" ? containers.flatMap(strictLiveness) : []),
};

/** A question of its own may be asked as often as anybody likes: it says something else. */
function strictLiveness({ urn, where, liveness, readiness }: Container): Finding[] {
    if (liveness === undefined || readiness?.asks !== liveness.asks) {
        return [];
    }
    const asks = `liveness and readiness that both ask ${liveness.asks}`;
    if (patience(liveness) <= patience(readiness)) {
        const found = `${asks}, and liveness kills after ${patience(liveness)} s, where readiness gives up after ${patience(readiness)} s`;
        return [{ urn, where, found, allowed: "another endpoint for liveness, or more patience than readiness has" }];
    }
    const found = `${asks}, and liveness waits ${liveness.timeout} s for the answer, readiness ${readiness.timeout} s`;
    return liveness.timeout < readiness.timeout ? [{ urn, where, found, allowed: "a liveness probe that waits at least as long" }] : [];
}
