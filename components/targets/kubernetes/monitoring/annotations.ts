import type { KubernetesModel, Service } from "../../../config/model";

/**
 * Of the pods of a service that tells metrics, backups too. The proxy's pods have none: they tell theirs on three ports, and
 * annotations name one.
 */
export function servicePodAnnotations({ monitoring, target }: KubernetesModel, { metrics }: Service, port: number): Readonly<Record<string, string>> {
    if (monitoring === null || metrics === null || target.discovery.by !== "annotations") {
        return {};
    }
    return { "prometheus.io/scrape": "true", "prometheus.io/port": String(port), "prometheus.io/path": metrics.path };
}
