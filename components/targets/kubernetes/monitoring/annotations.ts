import type { KubernetesModel, Service } from "../../../config/model";

type Annotations = Readonly<Record<string, string>>;

/**
 * Of the proxy's pods. They name no port, which stands for all that the pod declares: those of its exporters alone.
 * https://github.com/prometheus/prometheus/blob/main/documentation/examples/prometheus-kubernetes.yml
 */
export function proxyPodAnnotations(model: KubernetesModel): Annotations {
    return isAnnotated(model) ? { "prometheus.io/scrape": "true" } : {};
}

/** Of the pods of a service that tells metrics, backups too. */
export function servicePodAnnotations(model: KubernetesModel, { metrics }: Service, port: number): Annotations {
    if (!isAnnotated(model) || metrics === null) {
        return {};
    }
    return { "prometheus.io/scrape": "true", "prometheus.io/port": String(port), "prometheus.io/path": metrics.path };
}

function isAnnotated({ monitoring, target }: KubernetesModel): boolean {
    return monitoring !== null && target.discovery.by === "annotations";
}
