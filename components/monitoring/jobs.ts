import type { Milliseconds, Service } from "../config/model";
import type { MeasuredModel } from "./measured";

/** Ports of the monitoring containers, inside of their network. They are those of the images. */
export const containerPorts = {
    prometheus: 9090,
    alertmanager: 9093,
    grafana: 3000,
    "nginx-exporter": 9113,
    "node-exporter": 9100,
    "log-exporter": 3903,
} as const;

/** Something that Prometheus asks for figures. */
export interface Job {
    readonly name: string;
    readonly path: string;
    /** null: as often as everything that has no interval of its own. */
    readonly interval: Milliseconds | null;
    /** `host:port` */
    readonly targets: readonly string[];
    /** Whose instances the targets are; null: none's. */
    readonly service: string | null;
    /** Whether the figures say themselves which instance they are about. */
    readonly speaksForOthers: boolean;
}

/** Where the metrics of services are asked for, and the jobs of the exporters beside them. */
export function jobs(model: MeasuredModel): readonly Job[] {
    return [...model.services.flatMap(serviceJob), ...exporterJobs];
}

const exporterJobs: readonly Job[] = [
    exporter("nginx", "nginx-exporter"),
    { ...exporter("node-exporter", "node-exporter"), speaksForOthers: true },
    { ...exporter("access-log", "log-exporter"), speaksForOthers: true },
    exporter("prometheus", "prometheus"),
    exporter("alertmanager", "alertmanager"),
];

function serviceJob({ name, metrics, instances, backup }: Service): Job[] {
    if (metrics === null) {
        return [];
    }
    // A job's name stands for one job: a service may well be called nginx.
    const taken = exporterJobs.some(job => job.name === name);
    return [{
        name: taken ? `service-${name}` : name,
        path: metrics.path,
        interval: metrics.interval,
        targets: [...instances, ...backup].map(({ address, port }) => `${address}:${String(port)}`),
        service: name,
        speaksForOthers: false,
    }];
}

function exporter(name: string, host: keyof typeof containerPorts): Job {
    const target = host === "prometheus" ? `localhost:${String(containerPorts[host])}` : `${host}:${String(containerPorts[host])}`;
    return { name, path: "/metrics", interval: null, targets: [target], service: null, speaksForOthers: false };
}
