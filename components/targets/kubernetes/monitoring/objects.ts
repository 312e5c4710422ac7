import type { KubernetesModel } from "../../../config/model";
import { clusterRules } from "../../../monitoring/alerts/rules";
import { yamlText } from "../../../monitoring/document";
import { measuredModel, type Measured } from "../../../monitoring/measured";
import type { ConfigMap, Custom, Supporting } from "../manifests/manifest";
import { dashboardMaps } from "./dashboards";
import { chosen, noted } from "./metadata";
import { placeOf } from "./place";
import { podMonitors } from "./pod-monitors";
import { scrapeConfig } from "./scrape-config";
import { proxySource, serviceSources } from "./sources";

/**
 * What the cluster's Prometheus and Grafana are given: dashboards, and the alert rules with what tells where the figures are.
 * None where nothing is measured. Their names stay, what is in them changes.
 */
export function monitoringObjects(stack: KubernetesModel): Supporting[] {
    const model = measuredModel(stack);
    if (model === null) {
        return [];
    }
    return [...(model.target.discovery.by === "operator" ? [...podMonitors(model), prometheusRule(model)] : [prometheusFiles(model)]), ...dashboardMaps(model)];
}

function prometheusRule(model: Measured<KubernetesModel>): Custom {
    return { apiVersion: "monitoring.coreos.com/v1", kind: "PrometheusRule", metadata: chosen(model, `${model.name}-alerts`), spec: clusterRules(model, placeOf(model)) };
}

/** For a Prometheus that reads files: to be mounted there, and named in its configuration. */
function prometheusFiles(model: Measured<KubernetesModel>): ConfigMap {
    return { apiVersion: "v1", kind: "ConfigMap", metadata: noted(model, `${model.name}-prometheus`, {}), data: monitoringFiles(model) };
}

/** For `rule_files` and `scrape_config_files`, by their names. Pods of services are annotated: there may be a job for them already. */
export function monitoringFiles(model: Measured<KubernetesModel>): Readonly<Record<string, string>> {
    const services = serviceSources(model);
    return {
        "alert-rules.yml": yamlText("What an operator is told of. docs/runbooks/ has a page for each.", clusterRules(model, placeOf(model))),
        "scrape-proxy.yml": yamlText("Where the proxy's figures are.", scrapeConfig(model, [proxySource(model)])),
        ...(services.length === 0 ? {} : { "scrape-services.yml": yamlText("Where services tell figures of their own, for a Prometheus that has no job for annotated pods.", scrapeConfig(model, services)) }),
    };
}
