import type { DockerImages, DockerModel } from "../../../config/model";
import { measuredModel } from "../../../monitoring/measured";
import { alertmanager, prometheus } from "./alerting";
import { logExporter, nginxExporter, nodeExporter } from "./exporters";
import { grafana } from "./grafana";

/** One container of the monitoring: what sets it apart from the others, which `containerSpec` adds to. */
export interface MonitoringContainer {
    /** Behind the stack's name in its own; also its name in the network. */
    readonly part: MonitoringPart;
    readonly image: keyof DockerImages;
    /** The signal upon which it reads its configuration again; null: it looks by itself, or has none. */
    readonly reload: "SIGHUP" | null;
    /** In place of the image's own; null: the image's own. */
    readonly entrypoint: readonly string[] | null;
    readonly command: readonly string[];
    /** `NAME=value` */
    readonly envs: readonly string[];
    /** `uid:gid`, as the image has it or, where it has none, nobody's. */
    readonly user: string;
    readonly networks: readonly ("back" | "monitoring")[];
    readonly mounts: readonly Mount[];
    /** The port that it answers on, in its network. */
    readonly port: number;
    /** Where it is published, on the address that the stack file names; null: nowhere. */
    readonly published: number | null;
    /** Answers 200 while it lives. */
    readonly healthPath: string;
    /** Megabytes. */
    readonly memory: number;
    readonly readOnly: boolean;
    /** Files that hold secrets, and which. */
    readonly secretFiles: readonly SecretFile[];
}

export type MonitoringPart = "prometheus" | "alertmanager" | "grafana" | "nginx-exporter" | "node-exporter" | "log-exporter";

export interface Mount {
    /** Behind the stack's name in the volume's. */
    readonly volume: "monitoring" | "run" | "logs" | DataVolume;
    readonly path: string;
    readonly readOnly: boolean;
}

/** Volumes that outlive the stack: the figures so far, silences, and what users have made of dashboards. */
export type DataVolume = "prometheus" | "alertmanager" | "grafana";

export const dataVolumes: readonly DataVolume[] = ["alertmanager", "grafana", "prometheus"];

export interface SecretFile {
    readonly path: string;
    readonly secret: "grafanaPassword";
}

/** In the order in which they are started; none where nothing is measured. */
export function monitoringContainers(stack: DockerModel): readonly MonitoringContainer[] {
    const model = measuredModel(stack);
    return model === null ? [] : [nginxExporter(model), nodeExporter(), logExporter(model), alertmanager(model), prometheus(model), grafana(model)];
}
