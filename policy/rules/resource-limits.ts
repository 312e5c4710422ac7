import type { Container, Deployed } from "../deployed/deployed";
import type { Rule } from "../rule";
import { byEnvironment } from "./by-environment";
import { list } from "./words";

export const resourceLimits: Rule = {
    name: "resource-limits",
    title: "Every instance has a bound on its memory, and on a cluster every container says what it needs",
    severity: "medium",
    why: "An instance without a memory limit that leaks takes its whole machine along, the proxy and its neighbours with it; so does monitoring without one. Without requests a cluster puts pods where there is no room for them, and an autoscaler has nothing to go by.",
    fix: "Give the service `resources`: `memory: { request: 512Mi, limit: 1Gi }` and `cpu: { request: 250m }`; the proxy of a cluster has its own in `kubernetes.proxy.resources`.",
    levels: byEnvironment("disabled", "advisory", "mandatory"),
    figures: {},
    check: deployed =>
        deployed.containers.flatMap(container => {
            const left = missing(deployed, container);
            return left.length === 0 ? [] : [{ urn: container.urn, where: container.where, found: `no ${list(left)}`, allowed: wanted(deployed) }];
        }),
};

function wanted({ target }: Deployed): string {
    return target === "kubernetes" ? "a memory limit, and requests of memory and cores" : "a memory limit";
}

/**
 * A Docker engine places nothing, so that only limits count there. Its proxy has none: what nginx takes follows from its
 * connections and buffers, and the end of it would be everybody's.
 */
function missing({ target }: Deployed, { role, limits, requests }: Container): string[] {
    if (target === "kubernetes") {
        return [
            ...(limits.memory === undefined ? ["memory limit"] : []),
            ...(requests.memory === undefined ? ["memory request"] : []),
            ...(requests.cpu === undefined ? ["cpu request"] : []),
        ];
    }
    return (role === "instance" || role === "monitoring") && limits.memory === undefined ? ["memory limit"] : [];
}
