import { formatDuration } from "../../config/units";
import { mountedAt } from "../document";
import { containerPorts } from "../jobs";
import type { MeasuredModel } from "../measured";

/** The name by which dashboards know their data source. */
export const dataSourceId = "evenkeel-prometheus";

export function dataSource({ monitoring }: MeasuredModel): object {
    const source = {
        name: "Prometheus",
        uid: dataSourceId,
        type: "prometheus",
        access: "proxy",
        url: `http://prometheus:${String(containerPorts.prometheus)}`,
        isDefault: true,
        editable: false,
        // What $__rate_interval is reckoned from.
        jsonData: { httpMethod: "POST", timeInterval: formatDuration(monitoring.interval) },
    };
    return { apiVersion: 1, datasources: [source], prune: true };
}

/** Grafana looks at the folder again and again: a new release needs no restart. */
export function dashboardProvider({ name }: MeasuredModel): object {
    const provider = {
        name: "evenkeel",
        folder: name,
        type: "file",
        disableDeletion: false,
        allowUiUpdates: false,
        updateIntervalSeconds: 10,
        options: { path: `${mountedAt}/grafana/dashboards` },
    };
    return { apiVersion: 1, providers: [provider] };
}
