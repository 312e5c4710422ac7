import type { DockerModel, Model } from "../config/model";
import type { Draft } from "../proxy/seal";
import { accessLogProgram } from "./access-log";
import { alertmanagerConfig } from "./alertmanager";
import { alertRules } from "./alerts/rules";
import { jsonFile, yamlFile } from "./document";
import { dashboards } from "./grafana/dashboards";
import { dashboardProvider, dataSource } from "./grafana/provisioning";
import { measuredModel } from "./measured";
import { prometheusConfig } from "./prometheus";

/** The files of the monitoring containers; sealed together with the proxy's own. */
export function monitoringDrafts(stack: DockerModel): readonly Draft[] {
    const model = measuredModel(stack);
    if (model === null) {
        return [];
    }
    return [
        yamlFile("prometheus/prometheus.yml", "What is measured, where, and how often.", prometheusConfig(model)),
        yamlFile("prometheus/alert-rules.yml", "What an operator is told of. docs/runbooks/ has a page for each.", alertRules(model)),
        yamlFile("alertmanager/alertmanager.yml", "Whom alerts are sent to.", alertmanagerConfig(model)),
        yamlFile("grafana/provisioning/datasources/prometheus.yml", "Where the dashboards find their figures.", dataSource(model)),
        yamlFile("grafana/provisioning/dashboards/evenkeel.yml", "Where the dashboards lie.", dashboardProvider(model)),
        ...dashboards(model).map(({ file, dashboard }) => jsonFile(`grafana/dashboards/${file}`, dashboard)),
        ...logProgramDrafts(model),
    ];
}

/** Of a release. */
export const logProgramFile = "monitoring/log-exporter/access.mtail";

/** What the log exporter alone needs, where others bring their own configuration. */
export function logProgramDrafts(stack: Model): readonly Draft[] {
    const model = measuredModel(stack);
    return model === null ? [] : [{ path: logProgramFile, executable: false, content: accessLogProgram(model) }];
}
