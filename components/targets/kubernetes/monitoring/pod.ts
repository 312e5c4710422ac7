import { dirname } from "node:path";
import type { KubernetesImages, KubernetesModel } from "../../../config/model";
import { logProgramFile } from "../../../monitoring/drafts";
import { containerPorts } from "../../../monitoring/jobs";
import { metricsLogFile } from "../../../proxy/nginx/logs";
import type { EnvironmentVariable, Sidecar, Volume, VolumeMount } from "../manifests/pod";
import { anyContainer, containerSecurity } from "../manifests/workload";
import { podPaths } from "../proxy-pod";

/** One exporter of the proxy's pod: what sets it apart from the others. */
interface Exporter {
    readonly name: ExporterName;
    readonly image: keyof KubernetesImages;
    readonly args: string[];
    readonly mounts: VolumeMount[];
    /** Of which it is killed when it takes more. */
    readonly memory: string;
}

/** Also what its port is called. */
export type ExporterName = "nginx-exporter" | "node-exporter" | "log-exporter";

/** Where the health checker's figures lie. */
const metricsFolder = "/evenkeel/metrics";

/** The exporters of the proxy's pod, none where nothing is measured. They end after nginx: what it does last is counted, too. */
export function sidecars(model: KubernetesModel): Sidecar[] {
    return model.monitoring === null ? [] : [nginxExporter(model), nodeExporter(), logExporter(model)].map(exporter => sidecar(model, exporter));
}

/** Volumes of the proxy's pod, besides those that it has without monitoring. */
export function metricsVolumes({ monitoring }: KubernetesModel): Volume[] {
    return monitoring === null ? [] : [{ name: "metrics", emptyDir: { medium: "Memory", sizeLimit: "4Mi" } }];
}

/** What the agent's container needs to tell its figures. */
export function agentMetrics({ monitoring }: KubernetesModel): { readonly env: EnvironmentVariable[]; readonly volumeMounts: VolumeMount[] } {
    if (monitoring === null) {
        return { env: [], volumeMounts: [] };
    }
    return { env: [{ name: "EVENKEEL_METRICS", value: `${metricsFolder}/evenkeel.prom` }], volumeMounts: [{ name: "metrics", mountPath: metricsFolder }] };
}

/** On which the pod tells its metrics. */
export function metricsPorts(model: KubernetesModel): number[] {
    return sidecars(model).flatMap(({ ports = [] }) => ports.map(({ containerPort }) => containerPort));
}

function sidecar({ target }: KubernetesModel, { name, image, args, mounts, memory }: Exporter): Sidecar {
    return {
        ...anyContainer,
        name,
        image: target.images[image],
        restartPolicy: "Always",
        args,
        ports: [{ name, containerPort: containerPorts[name], protocol: "TCP" }],
        resources: { requests: { cpu: "10m", memory: "32Mi" }, limits: { memory } },
        volumeMounts: mounts,
        securityContext: containerSecurity(true),
        livenessProbe: { httpGet: { path: "/", port: name }, periodSeconds: 30, timeoutSeconds: 5, failureThreshold: 3 },
    };
}

/** Asks the proxy on its control socket. */
function nginxExporter({ paths }: KubernetesModel): Exporter {
    if (paths.control === null) {
        throw new Error("On kubernetes the proxy is asked about itself on a socket.");
    }
    return {
        name: "nginx-exporter",
        image: "nginxExporter",
        args: [`--nginx.scrape-uri=unix:${paths.control}:/nginx_status`, listen("nginx-exporter")],
        mounts: [{ name: "run", mountPath: dirname(paths.control), readOnly: true }],
        memory: "64Mi",
    };
}

/** For what the health checker has found alone: nodes are for the cluster to measure. */
function nodeExporter(): Exporter {
    return {
        name: "node-exporter",
        image: "nodeExporter",
        args: ["--collector.disable-defaults", "--collector.textfile", `--collector.textfile.directory=${metricsFolder}`, listen("node-exporter")],
        mounts: [{ name: "metrics", mountPath: metricsFolder, readOnly: true }],
        memory: "64Mi",
    };
}

/** mtail. Label `prog` would only say which of one program. */
function logExporter(model: KubernetesModel): Exporter {
    return {
        name: "log-exporter",
        image: "logExporter",
        args: [
            `--progs=${dirname(`${podPaths.release}/${logProgramFile}`)}`,
            `--logs=${metricsLogFile(model)}`,
            `--port=${String(containerPorts["log-exporter"])}`,
            "--emit_prog_label=false",
            "--logtostderr",
        ],
        mounts: [
            { name: "release", mountPath: podPaths.release, readOnly: true },
            { name: "logs", mountPath: model.paths.logs, readOnly: true },
        ],
        memory: "128Mi",
    };
}

function listen(name: ExporterName): string {
    return `--web.listen-address=:${String(containerPorts[name])}`;
}
