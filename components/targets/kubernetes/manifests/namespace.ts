import type { KubernetesModel } from "../../../config/model";
import type { Namespace } from "./manifest";

/**
 * Pods that ask for more than the restricted profile allows are not let in, whoever makes them. It bears no stack's name,
 * because there may be several in it.
 */
export function namespace(model: KubernetesModel): Namespace {
    const levels = ["enforce", "audit", "warn"].map(mode => [`pod-security.kubernetes.io/${mode}`, "restricted"] as const);
    return { apiVersion: "v1", kind: "Namespace", metadata: { name: model.target.namespace, labels: { "app.kubernetes.io/managed-by": "evenkeel", ...Object.fromEntries(levels) } } };
}
