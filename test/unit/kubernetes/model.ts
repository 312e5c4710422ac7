import type { Autoscaling, Claim, KubernetesModel, KubernetesTarget, Monitoring, Pods, Service } from "../../../components/config/model";
import { container } from "../docker/model";
import { bytes, instance, model, ms, route, service } from "../proxy/model";

export const gigabyte = 1024 ** 3;

export const autoscaling: Autoscaling = {
    min: 3,
    max: 10,
    cpu: 70,
    memory: null,
    scaleUp: { stabilization: ms(60_000), percent: 100, period: ms(30_000) },
    scaleDown: { stabilization: ms(300_000), percent: 50, period: ms(60_000) },
};

export const monitoring: Monitoring = {
    interval: ms(15_000),
    retention: ms(86_400_000),
    alerts: { webhook: null, errorRatio: 0.05, latency: ms(1000), certificate: ms(86_400_000) },
};

export function pods(more: Partial<Pods> = {}): Pods {
    return {
        replicas: 3,
        backups: 0,
        autoscaling: null,
        probes: {
            liveness: { path: "/healthz", interval: ms(30_000), timeout: ms(10_000), fall: 3 },
            readiness: { path: "/readyz", interval: ms(10_000), timeout: ms(5000), fall: 3 },
            startPeriod: ms(40_000),
        },
        claims: [],
        ...more,
    };
}

export function claim(name: string, more: Partial<Claim> = {}): Claim {
    return { name, size: bytes(10 * gigabyte), accessMode: "ReadWriteMany", storageClass: null, ...more };
}

export function kubernetesService(name: string, counts: Partial<Pods> = {}, more: Partial<Service> = {}): Service {
    const { backups = 0 } = counts;
    return service(name, [route(name === "app" ? "/" : `/${name}`)], {
        instances: [instance(`evenkeel-${name}-pods`)],
        backup: backups === 0 ? [] : [instance(`evenkeel-${name}-backup-pods`)],
        container: container(),
        pods: pods(counts),
        ...more,
    });
}

export function kubernetesTarget(more: Partial<KubernetesTarget> = {}): KubernetesTarget {
    return {
        kind: "kubernetes",
        context: null,
        namespace: "evenkeel",
        images: { proxy: "nginx:1.28.0", nginxExporter: "nginx/nginx-prometheus-exporter:1.4.0", nodeExporter: "prom/node-exporter:v1.9.0", logExporter: "mtail:3.0.8" },
        pullSecrets: [],
        proxy: { replicas: 2, resources: { cpu: { request: 0.1, limit: null }, memory: { request: bytes(gigabyte / 8), limit: bytes(gigabyte / 2) } } },
        endpoints: "pods",
        exposure: { service: "LoadBalancer", annotations: [], loadBalancerClass: null, sourceRanges: [], nodePorts: { http: null, https: null }, through: null },
        discovery: { by: "annotations", from: null, labels: [] },
        updateTimeout: ms(300_000),
        ...more,
    };
}

/** The smallest model for a cluster. */
export function kubernetesModel(more: Partial<KubernetesModel> = {}): KubernetesModel {
    return {
        ...model(),
        target: kubernetesTarget(),
        paths: {
            conf: "/opt/evenkeel/conf",
            home: "/opt/evenkeel",
            state: "/opt/evenkeel/state",
            logs: "/var/log/nginx",
            cache: "/var/cache/nginx",
            pid: "/run/evenkeel/nginx.pid",
            control: "/run/evenkeel/control.sock",
        },
        services: [kubernetesService("app")],
        ...more,
    };
}
