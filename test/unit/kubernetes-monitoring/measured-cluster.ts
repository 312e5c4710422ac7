import type { KubernetesModel, KubernetesTarget } from "../../../components/config/model";
import { measuredModel, type Measured } from "../../../components/monitoring/measured";
import { autoscaling, claim, kubernetesModel, kubernetesService, kubernetesTarget } from "../kubernetes/model";
import { monitoring } from "../monitoring/measured-stack";
import { ms } from "../proxy/model";

/** As seed 004 has it, in a cluster: three pods and more under load, with two claims; beside them a backup, and a service that tells no metrics. */
export function measuredCluster(more: Partial<KubernetesModel> = {}, target: Partial<KubernetesTarget> = {}): Measured<KubernetesModel> {
    const stack = kubernetesModel({
        name: "healthai",
        target: kubernetesTarget({ namespace: "shop", ...target }),
        tls: { mode: "self-signed", profile: "intermediate", hsts: null },
        services: [
            kubernetesService("app", { autoscaling, backups: 1, claims: [claim("data"), claim("backups")] }, { metrics: { path: "/monitoring/export", interval: ms(30_000) } }),
            kubernetesService("docs", { replicas: 2 }),
        ],
        ...more,
        monitoring: { ...monitoring, retention: null },
    });
    const model = measuredModel(stack);
    if (model === null) {
        throw new Error("A stack with monitoring is measured.");
    }
    return model;
}

export const byOperator: Partial<KubernetesTarget> = { discovery: { by: "operator", from: "monitoring", labels: [{ name: "release", value: "prometheus" }] } };
