import type { KubernetesModel } from "../../../components/config/model";
import { Cluster } from "../../../components/targets/kubernetes/api/cluster";
import { messageOf } from "../failure";
import { judgeRoom } from "./capacity/cluster";
import { askRoom } from "./capacity/cluster-facts";
import type { Deployed } from "./deployed";
import { missing, remark, report, type Finding, type NodeReport } from "./finding";
import { judgeNeeds, judgeSurroundings } from "./kubernetes-checks";
import { askRunning, judgeRunning } from "./kubernetes-drift";
import { askCluster } from "./kubernetes-facts";

export const reachAdvice = "Check KUBECONFIG and evenkeel:kubernetes context, with: kubectl version";

/**
 * What the stack's cluster says of itself and of the stack.
 *
 * @param deployed undefined when there was no `up`.
 */
export async function checkCluster(model: KubernetesModel, deployed: Deployed<KubernetesModel> | undefined): Promise<NodeReport> {
    try {
        const cluster = await Cluster.ofContext(model.target.context);
        return report(`Cluster ${cluster.server} (context ${cluster.context})`, await findingsOf(cluster, model, deployed));
    } catch (error) {
        return report("Cluster", [missing(messageOf(error), reachAdvice, "answer")]);
    }
}

async function findingsOf(cluster: Cluster, model: KubernetesModel, deployed: Deployed<KubernetesModel> | undefined): Promise<Finding[]> {
    try {
        const [facts, room] = await Promise.all([askCluster(cluster, model), askRoom(cluster, model)]);
        const running = deployed === undefined ? [remark("not up yet")] : judgeRunning(await askRunning(cluster, deployed.model), deployed, new Date());
        return [...judgeNeeds(facts, model), ...judgeRoom(room, model), ...judgeSurroundings(facts, model), ...running];
    } catch (error) {
        return [missing(messageOf(error), reachAdvice, "answer")];
    }
}
