import type { Cluster } from "./cluster";
import { mountedAt } from "./document";

/** Share of the disk that the engine's volumes lie on, by device: node-exporter has one of them mounted. */
export const diskUsed = `(1 - min by (device) (node_filesystem_avail_bytes{mountpoint="${mountedAt}"} / node_filesystem_size_bytes{mountpoint="${mountedAt}"}))`;

/** Share of each claim that is left, as the cluster's kubelets tell it; null: there are no claims. Each is told of by every node that has it mounted. */
export function claimsLeft({ namespace, claims }: Cluster): string | null {
    const selector = `{namespace="${namespace}",persistentvolumeclaim=~"${claims ?? ""}"}`;
    return claims === null ? null : `min by (persistentvolumeclaim) (kubelet_volume_stats_available_bytes${selector} / kubelet_volume_stats_capacity_bytes${selector})`;
}
