import type { Container, DockerModel, Service } from "../../../components/config/model";
import { instance, model, ms, route, service } from "../proxy/model";

export function container(more: Partial<Container> = {}): Container {
    return {
        image: { kind: "prebuilt", name: "app:1.0" },
        env: [],
        secrets: [],
        resources: { cpu: { request: null, limit: null }, memory: { request: null, limit: null } },
        volumes: [],
        user: null,
        readOnly: false,
        probe: null,
        startPeriod: ms(40_000),
        ...more,
    };
}

export function dockerService(name: string, instances: number, backups: number, more: Partial<Service> = {}): Service {
    const slots = (count: number, prefix: string) => Array.from({ length: count }, (_, i) => instance(`${name}-${prefix}${String(i + 1)}`));
    return service(name, [route(name === "app" ? "/" : `/${name}`)], { instances: slots(instances, ""), backup: slots(backups, "backup-"), container: container(), ...more });
}

/** The smallest model for a Docker engine. */
export function dockerModel(more: Partial<DockerModel> = {}): DockerModel {
    return {
        ...model(),
        target: {
            kind: "docker",
            host: null,
            publishOn: null,
            isolated: false,
            images: {
                proxy: "nginx:1.28.0",
                probe: "busybox:1.37.0-musl",
                prometheus: "prom/prometheus:v3.5.0",
                alertmanager: "prom/alertmanager:v0.28.0",
                grafana: "grafana/grafana:12.0.0",
                nginxExporter: "nginx/nginx-prometheus-exporter:1.4.0",
                nodeExporter: "prom/node-exporter:v1.9.0",
                logExporter: "mtail:3.0.8",
            },
            pages: { listen: "127.0.0.1", ports: { prometheus: 9090, alertmanager: 9093, grafana: 3000 } },
            updateTimeout: ms(120_000),
        },
        paths: {
            conf: "/opt/evenkeel/conf",
            home: "/opt/evenkeel",
            state: "/opt/evenkeel/state",
            logs: "/var/log/nginx",
            cache: "/var/cache/nginx",
            pid: "/run/nginx.pid",
            control: "/run/evenkeel/control.sock",
        },
        services: [dockerService("app", 2, 1)],
        ...more,
    };
}
