import { mountedAt } from "../../../monitoring/document";
import { containerPorts } from "../../../monitoring/jobs";
import type { MeasuredModel } from "../../../monitoring/measured";
import { metricsLogFile } from "../../../proxy/nginx/logs";
import type { MonitoringContainer } from "./containers";
import { nobody, release, run } from "./ground";

/** The agent writes `evenkeel.prom` there. */
const metricsFolder = `${mountedAt}/metrics`;

type Exporter = Pick<MonitoringContainer, "part" | "image" | "reload" | "command" | "mounts" | "port" | "memory">;

/** Exporters are asked by Prometheus alone, and keep nothing. */
function exporter(more: Exporter): MonitoringContainer {
    return { entrypoint: null, envs: [], user: nobody, networks: ["monitoring"], published: null, healthPath: "/", readOnly: true, secretFiles: [], ...more };
}

/** Asks the proxy on its control socket: it has no way into the networks that the proxy is in. */
export function nginxExporter({ paths }: MeasuredModel): MonitoringContainer {
    const port = containerPorts["nginx-exporter"];
    return exporter({
        part: "nginx-exporter",
        image: "nginxExporter",
        reload: null,
        command: [`--nginx.scrape-uri=unix:${paths.control ?? `${run.path}/control.sock`}:/nginx_status`, `--web.listen-address=:${String(port)}`],
        mounts: [run],
        port,
        memory: 64,
    });
}

/**
 * Processor, memory and load are the machine's own in any container; the disk is the one that the engine's volumes lie on.
 * So it needs no way into the machine: with its root folder it would have the engine's socket, too.
 */
export function nodeExporter(): MonitoringContainer {
    const port = containerPorts["node-exporter"];
    const collectors = ["cpu", "diskstats", "filesystem", "loadavg", "meminfo", "stat", "textfile", "uname"];
    return exporter({
        part: "node-exporter",
        image: "nodeExporter",
        reload: null,
        command: [
            "--collector.disable-defaults",
            ...collectors.map(name => `--collector.${name}`),
            "--collector.filesystem.mount-points-exclude=^/(dev|etc/host(s|name)|etc/resolv.conf|proc|sys)($|/)",
            "--collector.filesystem.fs-types-exclude=^(cgroup2?|devpts|mqueue|proc|sysfs|tmpfs)$",
            `--collector.textfile.directory=${metricsFolder}`,
            `--web.listen-address=:${String(port)}`,
        ],
        mounts: [release],
        port,
        memory: 64,
    });
}

/** mtail. Label `prog` would only say which of one program. */
export function logExporter(model: MeasuredModel): MonitoringContainer {
    const port = containerPorts["log-exporter"];
    return exporter({
        part: "log-exporter",
        image: "logExporter",
        reload: "SIGHUP",
        command: [`--progs=${mountedAt}/log-exporter`, `--logs=${metricsLogFile(model)}`, `--port=${String(port)}`, "--emit_prog_label=false", "--logtostderr"],
        mounts: [release, { volume: "logs", path: model.paths.logs, readOnly: true }],
        port,
        memory: 128,
    });
}
