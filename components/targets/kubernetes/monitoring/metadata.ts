import type { KubernetesModel } from "../../../config/model";
import { stackLabels } from "../manifests/labels";
import type { Metadata } from "../manifests/manifest";

/** Of what tells others of the stack's pods. @param labels by which those others find it. */
export function noted(model: KubernetesModel, name: string, labels: Readonly<Record<string, string>>): Metadata {
    const own = { "app.kubernetes.io/name": "monitoring", "app.kubernetes.io/component": "monitoring", ...stackLabels(model) };
    return { name, namespace: model.target.namespace, labels: { ...labels, ...own } };
}

/** Of what the Prometheus operator picks by labels that the stack file knows. */
export function chosen(model: KubernetesModel, name: string): Metadata {
    return noted(model, name, Object.fromEntries(model.target.discovery.labels.map(({ name, value }) => [name, value])));
}
