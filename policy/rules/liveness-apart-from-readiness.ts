import type { Container } from "../deployed/deployed";
import type { Finding, Rule } from "../rule";
import { byEnvironment } from "./by-environment";
import { patience, serves } from "./probing";

export const livenessApart: Rule<"leastPatience"> = {
    name: "liveness-apart-from-readiness",
    title: "A pod is taken out of service long before it is killed",
    severity: "medium",
    why: "Readiness takes a pod out of rotation until it is well; liveness kills it. A liveness probe that asks the same and gives up as early kills every pod at once when a database that all of them need is slow, and one without patience kills a pod for a single slow answer. Without one a pod that hangs is never started again.",
    fix: "Give `kubernetes.probes.liveness` a path of its own that asks the process alone, and more patience than `readiness`: interval times fall is how long it takes to kill.",
    levels: byEnvironment("advisory", "advisory", "mandatory"),
    figures: { leastPatience: { doc: "Seconds of bad answers that a pod is left alive, at the least.", by: byEnvironment(5, 10, 20) } },
    check: ({ target, containers }, { leastPatience }) =>
        target === "kubernetes" ? containers.flatMap(container => [...without(container), ...hasty(container, leastPatience), ...alike(container)]) : [],
};

function without(container: Container): Finding[] {
    const { urn, where, liveness } = container;
    return serves(container) && liveness === undefined ? [{ urn, where, found: "no liveness probe", allowed: "a livenessProbe" }] : [];
}

function hasty({ urn, where, liveness }: Container, leastPatience: number): Finding[] {
    if (liveness === undefined || patience(liveness) >= leastPatience) {
        return [];
    }
    const { interval, fall } = liveness;
    return [{ urn, where, found: `liveness that kills after ${interval} s times ${fall}, which is ${patience(liveness)} s`, allowed: `at least ${leastPatience} s` }];
}

/** A question of its own may be asked as often as anybody likes: it says something else. */
function alike({ urn, where, liveness, readiness }: Container): Finding[] {
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
