import type { DockerModel, Monitoring, MonitoringPages, Service } from "../../../components/config/model";
import { measuredModel, type MeasuredModel } from "../../../components/monitoring/measured";
import { instance, model, ms, route, service } from "../proxy/model";

export const monitoring: Monitoring = {
    retention: ms(15 * 86_400_000),
    interval: ms(15_000),
    alerts: { webhook: null, errorRatio: 0.05, latency: ms(1000), certificate: ms(14 * 86_400_000) },
};

const pages: MonitoringPages = { listen: "127.0.0.1", ports: { prometheus: 9090, alertmanager: 9093, grafana: 3000 } };

/** As seed 004 has it: three instances and a backup that tell metrics; beside them a service that tells none. */
export function measured(more: Partial<DockerModel> = {}, limits: Partial<Monitoring> = {}, where: Partial<MonitoringPages> = {}): MeasuredModel {
    const plain = model({ tls: { mode: "self-signed", profile: "intermediate", hsts: null } });
    const stack: DockerModel = {
        ...plain,
        name: "healthai",
        target: { kind: "docker", host: null, publishOn: null, isolated: false, updateTimeout: ms(120_000), images, pages: { ...pages, ...where } },
        paths: { ...plain.paths, conf: "/opt/healthai/conf", home: "/opt/healthai", state: "/opt/healthai/state", control: "/run/evenkeel/control.sock" },
        services: [app(), service("docs", [route("/docs")], { instances: [instance("docs-1", 8080), instance("docs-2", 8080)] })],
        ...more,
        monitoring: { ...monitoring, ...limits },
    };
    const model_ = measuredModel(stack);
    if (model_ === null) {
        throw new Error("A stack with monitoring is measured.");
    }
    return model_;
}

export function app(more: Partial<Service> = {}): Service {
    return service("app", [route("/")], {
        instances: ["app-1", "app-2", "app-3"].map(name => instance(name)),
        backup: [instance("app-backup-1")],
        metrics: { path: "/monitoring/export", interval: ms(30_000) },
        ...more,
    });
}

const images = {
    proxy: "nginx:1.28.0",
    probe: "busybox:1.37.0-musl",
    prometheus: "prom/prometheus:v3.9.1",
    alertmanager: "prom/alertmanager:v0.31.1",
    grafana: "grafana/grafana:12.3.1",
    nginxExporter: "nginx/nginx-prometheus-exporter:1.5.1",
    nodeExporter: "prom/node-exporter:v1.10.2",
    logExporter: "ghcr.io/google/mtail:3.0.8",
};
