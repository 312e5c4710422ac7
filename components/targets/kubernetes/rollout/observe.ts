import type { Cluster } from "../api/cluster";
import type { Deployment, List, Pod, ReplicaSet } from "../api/objects";
import type { Place } from "./place";
import type { Snapshot } from "./snapshot";

/** How a Deployment stands now; undefined: there is none. Nothing of it is older than the Deployment itself. */
export async function observe(cluster: Cluster, place: Place): Promise<Snapshot | undefined> {
    const deployment = await cluster.find<Deployment>(place.deployment);
    if (deployment === undefined) {
        return undefined;
    }
    const labels = deployment.spec.selector.matchLabels ?? {};
    const [replicaSets, pods] = await Promise.all([cluster.get<List<ReplicaSet>>(place.replicaSets(labels)), cluster.get<List<Pod>>(place.pods(labels))]);
    const own = replicaSets.items.filter(({ metadata }) => metadata.ownerReferences?.some(({ uid }) => uid === deployment.metadata.uid));
    return { deployment, replicaSets: own, pods: pods.items };
}
