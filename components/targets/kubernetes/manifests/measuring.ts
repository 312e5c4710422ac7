import type { KubernetesModel } from "../../../config/model";
import { monitoringObjects } from "../monitoring/objects";
import { agentMetrics, metricsVolumes, sidecars } from "../monitoring/pod";
import type { Supporting } from "./manifest";
import type { EnvironmentVariable, Sidecar, Volume, VolumeMount } from "./pod";

/**
 * What monitoring adds, which it describes by the client library's types: there everything may be missing. That
 * nothing is, the tests of all pods' profile and the API server's own validation see to.
 */

export function measuringSidecars(model: KubernetesModel): Sidecar[] {
    return sidecars(model) as Sidecar[];
}

export function measuringVolumes(model: KubernetesModel): Volume[] {
    return metricsVolumes(model) as Volume[];
}

/** For the agent's container. */
export function measuringMounts(model: KubernetesModel): { readonly env: EnvironmentVariable[]; readonly volumeMounts: VolumeMount[] } {
    const { env, volumeMounts } = agentMetrics(model);
    return { env: env as EnvironmentVariable[], volumeMounts: volumeMounts as VolumeMount[] };
}

export function measuringObjects(model: KubernetesModel): Supporting[] {
    return monitoringObjects(model) as Supporting[];
}

/** On which the proxy's pod tells its metrics. */
export function metricsPorts(model: KubernetesModel): number[] {
    return measuringSidecars(model).flatMap(({ ports = [] }) => ports.map(({ containerPort }) => containerPort));
}
