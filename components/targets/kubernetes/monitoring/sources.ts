import type { KubernetesModel, Milliseconds } from "../../../config/model";
import type { Measured } from "../../../monitoring/measured";
import { applicationName, proxyName } from "../manifests/names";
import type { ExporterName } from "./pod";

/** Pods that Prometheus asks for figures. */
export interface Source {
    /** Of the Deployment, or of the first where there are several. */
    readonly name: string;
    /** Labels that its pods have. */
    readonly labels: Readonly<Record<string, string>>;
    /** Values of app.kubernetes.io/component. */
    readonly components: readonly string[];
    readonly endpoints: readonly Endpoint[];
}

/** A port of such a pod, by the job that it has on docker, too. */
export interface Endpoint {
    readonly job: string;
    /** The port's name. */
    readonly port: ExporterName | "http";
    readonly path: string;
    readonly interval: Milliseconds;
    /** Whose instances the pods are; null: none's. */
    readonly service: string | null;
    /** Whether the figures say themselves which instance they are about. */
    readonly speaksForOthers: boolean;
}

/** What of an address an instance is called, in the figures of all who tell of it. */
export const addressOfPort = "(.*):\\d+";

export function proxySource(model: Measured<KubernetesModel>): Source {
    const exporter = (job: string, port: ExporterName, speaksForOthers: boolean): Endpoint =>
        ({ job, port, path: "/metrics", interval: model.monitoring.interval, service: null, speaksForOthers });
    return {
        name: proxyName(model),
        labels: { "app.kubernetes.io/instance": model.name },
        components: ["proxy"],
        endpoints: [exporter("nginx", "nginx-exporter", false), exporter("node-exporter", "node-exporter", true), exporter("access-log", "log-exporter", true)],
    };
}

/** Of those services that tell metrics. */
export function serviceSources(model: KubernetesModel): readonly Source[] {
    return model.services.flatMap(service => service.metrics === null ? [] : [{
        name: applicationName(model, service),
        labels: { "app.kubernetes.io/instance": model.name, "app.kubernetes.io/name": service.name },
        components: ["application", "backup"],
        endpoints: [{ job: service.name, port: "http" as const, path: service.metrics.path, interval: service.metrics.interval, service: service.name, speaksForOthers: false }],
    }]);
}
