import { ms } from "../../config/units";
import type { Figures } from "../figures";
import type { Alert } from "./alert";

/** What would otherwise be silent when it fails: what tells the figures. */
export function sourceAlerts(figures: Figures): readonly Alert[] {
    const checked = figures.series("evenkeel_health_checked_timestamp_seconds");
    return [
        {
            name: "TargetDown",
            severity: "warning",
            expression: `${figures.ofTargets("up")} == 0`,
            lasting: ms(120_000),
            summary: "{{ $labels.instance }} of the job {{ $labels.job }} tells no metrics",
            description: "Alerts and dashboards that are made of its figures say nothing until it does.",
        },
        {
            name: "HealthCheckStale",
            severity: "critical",
            expression: `time() - ${checked} > 60 or absent(${checked})`,
            lasting: ms(120_000),
            summary: "The health checker has said nothing for more than a minute",
            description: "Nobody sees instances go down, and addresses that change are not followed.",
        },
    ];
}

/** Prometheus and Alertmanager, where they are the stack's own. */
export const watchingAlerts: readonly Alert[] = [
    {
        name: "MonitoringReloadFailed",
        severity: "warning",
        expression: "prometheus_config_last_reload_successful == 0 or alertmanager_config_last_reload_successful == 0",
        lasting: ms(60_000),
        summary: "{{ $labels.job }} refuses its new configuration",
        description: "It runs on with the one that it had before.",
    },
    {
        name: "AlertsNotDelivered",
        severity: "critical",
        expression: "rate(prometheus_notifications_errors_total[5m]) > 0 or rate(alertmanager_notifications_failed_total[5m]) > 0",
        lasting: ms(120_000),
        summary: "Alerts do not arrive",
        description: "{{ $labels.job }} cannot hand them on. See what is firing on the pages of Prometheus.",
    },
];
