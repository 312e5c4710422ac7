import { isKubernetesModel, type KubernetesModel, type Model } from "../../components/config/model";
import { Cluster } from "../../components/targets/kubernetes/api/cluster";
import type { Finding } from "./doctor/finding";
import { formatFindings } from "./doctor/finding";
import { reachAdvice } from "./doctor/kubernetes";
import { judgeNeeds } from "./doctor/kubernetes-checks";
import { askCluster } from "./doctor/kubernetes-facts";
import { Failure, messageOf } from "./failure";
import { note } from "./progress";

/** How long one answer of the cluster may take, in milliseconds. */
const patience = 5_000;

/**
 * Whether a cluster is there and has what the stack needs, before anything is changed on it. Hosts and Docker engines say
 * so themselves.
 *
 * @throws Failure with all that is missing.
 */
export async function requireTarget(model: Model): Promise<void> {
    if (!isKubernetesModel(model)) {
        return;
    }
    const found = await inspect(model);
    if ("unreachable" in found) {
        throw new Failure(`${found.unreachable}\n${reachAdvice}\nNothing was changed.`);
    }
    const missing = found.findings.filter(({ state }) => state === "missing");
    if (missing.length > 0) {
        throw new Failure(`${formatFindings(`The cluster ${found.server} lacks what the stack needs:`, missing)}\nNothing was changed.`);
    }
    tellWarnings(found.server, found.findings);
}

/** The same for a preview, which goes on all the same. */
export async function previewTarget(model: Model): Promise<void> {
    if (!isKubernetesModel(model)) {
        return;
    }
    const found = await inspect(model);
    if ("unreachable" in found) {
        note(`${found.unreachable} The preview goes by the last known state; \`npm run up\` needs the cluster.`);
    } else {
        tellWarnings(found.server, found.findings);
    }
}

type Inspection = { readonly server: string; readonly findings: readonly Finding[] } | { readonly unreachable: string };

async function inspect(model: KubernetesModel): Promise<Inspection> {
    try {
        const cluster = await Cluster.ofContext(model.target.context, patience);
        return { server: cluster.server, findings: judgeNeeds(await askCluster(cluster, model), model) };
    } catch (error) {
        return { unreachable: messageOf(error) };
    }
}

function tellWarnings(server: string, findings: readonly Finding[]): void {
    const told = findings.filter(({ state }) => state === "warning" || state === "missing");
    if (told.length > 0) {
        note(`${formatFindings(`Of the cluster ${server}:`, told)}`);
    }
}
