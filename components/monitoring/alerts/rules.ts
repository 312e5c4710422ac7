import { formatDuration } from "../../config/units";
import type { Cluster } from "../cluster";
import { Figures } from "../figures";
import type { Measured } from "../measured";
import { runbook, type Alert, type Group, type Recording } from "./alert";
import { instanceAlerts } from "./instances";
import { layerAlerts } from "./layer";
import { instanceCounts, podAlerts } from "./pods";
import { proxyAlerts } from "./proxies";
import { trafficAlerts } from "./traffic";
import { sourceAlerts, watchingAlerts } from "./watching";

/** @param cluster null: the stack has a Prometheus and one proxy of its own. */
export function alertGroups(model: Measured, cluster: Cluster | null = null): readonly Group[] {
    const figures = new Figures(cluster);
    return [
        ["instances", cluster === null ? instanceAlerts : podAlerts(cluster, figures)],
        ["traffic", trafficAlerts(model.monitoring.alerts, figures)],
        ["layer", cluster === null ? layerAlerts(model) : proxyAlerts(model, cluster, figures)],
        ["monitoring", [...sourceAlerts(figures), ...(cluster === null ? watchingAlerts : [])]],
    ];
}

/** `alert-rules.yml` */
export function alertRules(model: Measured): object {
    return { groups: alertGroups(model).map(([name, alerts]) => ({ name, rules: alerts.map(alert => rule(alert)) })) };
}

/** The same for the Prometheus of a cluster: rules say themselves how often they are looked at, and whose they are. */
export function clusterRules(model: Measured, cluster: Cluster): object {
    const interval = formatDuration(model.monitoring.interval);
    const { namespace, site } = cluster;
    const counts = instanceCounts(cluster, new Figures(cluster)).map(recording => record(recording, { namespace, site }));
    const groups = alertGroups(model, cluster).map(([name, alerts]) => ({ name, interval, rules: alerts.map(alert => rule(alert, { namespace, site })) }));
    return { groups: [{ name: "counts", interval, rules: counts }, ...groups] };
}

function rule(alert: Alert, whose: Readonly<Record<string, string>> = {}): object {
    return {
        alert: alert.name,
        expr: alert.expression,
        for: formatDuration(alert.lasting),
        labels: { severity: alert.severity, ...whose },
        annotations: { summary: alert.summary, description: alert.description, runbook: runbook(alert) },
    };
}

function record({ name, expression, labels }: Recording, whose: Readonly<Record<string, string>>): object {
    return { record: name, expr: expression, labels: { ...labels, ...whose } };
}
