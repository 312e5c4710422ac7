import { formatDuration } from "../../../config/units";
import { mountedAt } from "../../../monitoring/document";
import { containerPorts } from "../../../monitoring/jobs";
import type { MeasuredModel } from "../../../monitoring/measured";
import type { MonitoringContainer } from "./containers";
import { nobody, release } from "./ground";

/** No lifecycle endpoints: a signal is enough, and nobody else can send one. */
export function prometheus({ monitoring: { retention }, target: { pages } }: MeasuredModel): MonitoringContainer {
    return {
        part: "prometheus",
        image: "prometheus",
        reload: "SIGHUP",
        entrypoint: null,
        command: [
            `--config.file=${mountedAt}/prometheus/prometheus.yml`,
            "--storage.tsdb.path=/prometheus",
            ...(retention === null ? [] : [`--storage.tsdb.retention.time=${formatDuration(retention)}`]),
            `--web.external-url=${pageUrl(pages.listen, pages.ports.prometheus)}`,
        ],
        envs: [],
        user: nobody,
        networks: ["monitoring", "back"],
        mounts: [release, { volume: "prometheus", path: "/prometheus", readOnly: false }],
        port: containerPorts.prometheus,
        published: pages.ports.prometheus,
        healthPath: "/-/healthy",
        memory: 1024,
        readOnly: true,
        secretFiles: [],
    };
}

/** The only one of its kind: it looks for no others to agree with. */
export function alertmanager({ target: { pages } }: MeasuredModel): MonitoringContainer {
    return {
        part: "alertmanager",
        image: "alertmanager",
        reload: "SIGHUP",
        entrypoint: null,
        command: [
            `--config.file=${mountedAt}/alertmanager/alertmanager.yml`,
            "--storage.path=/alertmanager",
            "--cluster.listen-address=",
            `--web.external-url=${pageUrl(pages.listen, pages.ports.alertmanager)}`,
        ],
        envs: [],
        user: nobody,
        networks: ["monitoring"],
        mounts: [release, { volume: "alertmanager", path: "/alertmanager", readOnly: false }],
        port: containerPorts.alertmanager,
        published: pages.ports.alertmanager,
        healthPath: "/-/healthy",
        memory: 128,
        readOnly: true,
        secretFiles: [],
    };
}

/** What links in alerts begin with. A page that is published on all addresses, or on loopback, is opened as localhost: over a tunnel, mostly. */
function pageUrl(listen: string, port: number): string {
    const anywhere = ["0.0.0.0", "::", "::1", "127.0.0.1"].includes(listen);
    const host = anywhere ? "localhost" : listen.includes(":") ? `[${listen}]` : listen;
    return `http://${host}:${String(port)}/`;
}
