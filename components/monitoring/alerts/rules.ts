import { formatDuration } from "../../config/units";
import type { MeasuredModel } from "../measured";
import { runbook, type Alert, type Group } from "./alert";
import { instanceAlerts } from "./instances";
import { layerAlerts } from "./layer";
import { trafficAlerts } from "./traffic";
import { watchingAlerts } from "./watching";

export function alertGroups(model: MeasuredModel): readonly Group[] {
    return [
        ["instances", instanceAlerts],
        ["traffic", trafficAlerts(model.monitoring.alerts)],
        ["layer", layerAlerts(model)],
        ["monitoring", watchingAlerts],
    ];
}

/** `alert-rules.yml` */
export function alertRules(model: MeasuredModel): object {
    return { groups: alertGroups(model).map(([name, alerts]) => ({ name, rules: alerts.map(rule) })) };
}

function rule(alert: Alert): object {
    return {
        alert: alert.name,
        expr: alert.expression,
        for: formatDuration(alert.lasting),
        labels: { severity: alert.severity },
        annotations: { summary: alert.summary, description: alert.description, runbook: runbook(alert) },
    };
}
