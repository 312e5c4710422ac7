import type { Draft } from "../settings/stack";
import { mostPods, scalingOf } from "./cluster-drafts";
import { servicesOf, type Rule, type ServiceEntry } from "./drafts";

/** A service with all that its upstream may have, backups and the autoscaler's last pod included. */
interface Sized {
    readonly service: ServiceEntry;
    readonly most: number;
}

/**
 * A request takes two connections of its worker, the client's and the instance's. With more instances than half of its
 * connections a worker can't have a request at each of them: whatever is added then stays idle, or pushes clients out.
 */
export const workersReachAllInstances: Rule = (draft) => {
    const connections = draft.nginx?.workerConnections;
    const sizes = sizesOf(draft);
    const total = sizes.reduce((sum, { most }) => sum + most, 0);
    if (connections === undefined || total <= Math.floor(connections / 2)) {
        return [];
    }
    const largest = sizes.reduce((a, b) => (b.most > a.most ? b : a));
    return [{
        path: placeOf(largest.service, draft),
        found: `${total} instances in all services${total === largest.most ? "" : `, ${largest.most} of them here`}`,
        allowed: `at most ${Math.floor(connections / 2)} in all, half of nginx.workerConnections: a request takes a connection to its client and one to its instance`,
        fix: `Raise \`nginx.workerConnections\` to ${total * 2}, or have fewer instances.`,
    }];
};

function sizesOf(draft: Draft): Sized[] {
    return servicesOf(draft).map((service) => ({ service, most: mostServers(service, draft) }));
}

function mostServers(service: ServiceEntry, { target, kubernetes }: Draft): number {
    if (target === "kubernetes" && kubernetes !== undefined) {
        // Of a Service there is one address, however many pods are behind it.
        return kubernetes.endpoints === "pods" ? mostPods(service, kubernetes) : 1;
    }
    return sizeOf(service.value.instances) + sizeOf(service.value.backup);
}

function sizeOf(given: ServiceEntry["value"]["instances" | "backup"]): number {
    return typeof given === "number" ? given : (given?.length ?? 0);
}

/** Where the number of instances is decided. */
function placeOf(service: ServiceEntry, { target, kubernetes }: Draft): string {
    const scaling = target === "kubernetes" && kubernetes !== undefined ? scalingOf(kubernetes, service) : undefined;
    return scaling === undefined ? `${service.path}.instances` : `${scaling.path}.max`;
}
