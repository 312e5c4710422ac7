import type { KubernetesModel } from "../../../config/model";
import { formatDuration } from "../../../config/units";
import { addressOfPort, type Endpoint, type Source } from "./sources";

/** What a Prometheus without the operator is told of some of the pods. Labels are those that a PodMonitor gives. */
export function scrapeConfig(model: KubernetesModel, sources: readonly Source[]): object {
    return { scrape_configs: sources.flatMap(source => source.endpoints.map(endpoint => job(model, source, endpoint))) };
}

/** One Prometheus may serve several stacks, and has one job of a name. */
function job({ name, target }: KubernetesModel, source: Source, endpoint: Endpoint): object {
    const { path, interval, speaksForOthers, service, port } = endpoint;
    return {
        job_name: `${target.namespace}/${name}/${endpoint.job}`,
        ...(path === "/metrics" ? {} : { metrics_path: path }),
        scrape_interval: formatDuration(interval),
        ...(speaksForOthers ? { honor_labels: true } : {}),
        kubernetes_sd_configs: [{ role: "pod", namespaces: { names: [target.namespace] }, selectors: [{ role: "pod", label: selectorOf(source) }] }],
        relabel_configs: [
            { source_labels: ["__meta_kubernetes_pod_phase"], regex: "Failed|Succeeded", action: "drop" },
            { source_labels: ["__meta_kubernetes_pod_container_port_name"], regex: port, action: "keep" },
            { source_labels: ["__meta_kubernetes_namespace"], target_label: "namespace" },
            { source_labels: ["__meta_kubernetes_pod_name"], target_label: "pod" },
            { source_labels: ["__meta_kubernetes_pod_container_name"], target_label: "container" },
            { target_label: "job", replacement: endpoint.job },
            ...(service === null ? [] : [
                { target_label: "service", replacement: service },
                { source_labels: ["__address__"], regex: addressOfPort, target_label: "instance" },
            ]),
        ],
    };
}

function selectorOf({ labels, components }: Source): string {
    return [...Object.entries(labels).map(([key, value]) => `${key}=${value}`), `app.kubernetes.io/component in (${components.join(", ")})`].join(",");
}
