import type { KubernetesModel } from "../../../config/model";
import { stackLabels } from "./labels";
import type { Namespace } from "./manifest";

/** Pods that ask for more than the restricted profile allows are not let in, whoever makes them. */
export function namespace(model: KubernetesModel): Namespace {
    const levels = ["enforce", "audit", "warn"].map(mode => [`pod-security.kubernetes.io/${mode}`, "restricted"] as const);
    return { apiVersion: "v1", kind: "Namespace", metadata: { name: model.target.namespace, labels: { ...stackLabels(model), ...Object.fromEntries(levels) } } };
}
