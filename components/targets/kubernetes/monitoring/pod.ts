import type { V1Container, V1EnvVar, V1Volume, V1VolumeMount } from "@kubernetes/client-node";
import type { KubernetesModel, Service } from "../../../config/model";

/** The exporters of the proxy's pod, as init containers that go on (restartPolicy Always): they end after nginx. Empty where nothing is measured. */
export function sidecars(model: KubernetesModel): V1Container[] {
    return model.monitoring === null ? [] : [];
}

/** Volumes of the proxy's pod that its measuring needs besides `run`, `logs` and `release`, which they mount by these names. */
export function metricsVolumes(model: KubernetesModel): V1Volume[] {
    return model.monitoring === null ? [] : [];
}

/** What the agent's container needs to tell its figures: environment and mounts. */
export function agentMetrics(model: KubernetesModel): { readonly env: V1EnvVar[]; readonly volumeMounts: V1VolumeMount[] } {
    return model.monitoring === null ? { env: [], volumeMounts: [] } : { env: [], volumeMounts: [] };
}

/** Annotations of the proxy's pods. */
export function proxyPodAnnotations(model: KubernetesModel): Readonly<Record<string, string>> {
    return model.monitoring === null ? {} : {};
}

/** Annotations of a service's pods, backups too. */
export function servicePodAnnotations(model: KubernetesModel, service: Service): Readonly<Record<string, string>> {
    return model.monitoring === null || service.metrics === null ? {} : {};
}
