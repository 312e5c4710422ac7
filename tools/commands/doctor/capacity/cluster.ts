import type { KubernetesModel } from "../../../../components/config/model";
import type { Finding } from "../finding";
import type { ClusterRoom } from "./cluster-facts";
import { judgeNamespaceRoom } from "./namespace";
import { judgeNodes } from "./nodes";
import { judgeSpace } from "./storage";
import { workloadsOf } from "./workloads";

/** Whether a cluster has room for the stack: what is missing keeps pods from ever starting, what is warned of keeps them waiting. */
export function judgeRoom(room: ClusterRoom, model: KubernetesModel): Finding[] {
    const workloads = workloadsOf(model);
    return [...judgeNodes(room, workloads), ...judgeNamespaceRoom(room, workloads), ...judgeSpace(room, model)];
}
