/** One state of the world, minute by minute, and what an operator is told of it. */
export interface AlertCase {
    readonly alert: string;
    readonly name: string;
    /** Series and their values at each minute, in promtool's notation: `5+0x10`, `_` for none. */
    readonly series: Readonly<Record<string, string>>;
    readonly at: string;
    /** null: no alert. */
    readonly told: { readonly labels: Readonly<Record<string, string>>; readonly summary: string; readonly description: string } | null;
}

const up = (instance: string, backup = false) => `evenkeel_instance_up{service="app",instance="${instance}",backup="${String(backup)}"}`;
const requests = (status: string, service = "app") => `evenkeel_requests_total{service="${service}",instance="app-1",status="${status}"}`;
const within = (bound: string) => `evenkeel_request_seconds_bucket{service="app",instance="app-1",le="${bound}"}`;
const checked = "evenkeel_health_checked_timestamp_seconds";
const certificate = "evenkeel_certificate_expiry_timestamp_seconds";
const disk = (name: string) => `node_filesystem_${name}_bytes{device="/dev/sda1",mountpoint="/etc/evenkeel-monitoring"}`;
const app = { service: "app" };

export const alertCases: readonly AlertCase[] = [
    {
        alert: "InstanceDown", name: "an instance is down for two minutes",
        series: { [up("app-1")]: "1 0x5", [up("app-2")]: "1x6" }, at: "3m",
        told: {
            labels: { ...app, instance: "app-1", backup: "false", severity: "warning" },
            summary: "app-1 of app does not answer its health check",
            description: "The health checker has found it down for more than a minute. The other instances of app carry its share.",
        },
    },
    { alert: "InstanceDown", name: "an instance is back within a minute", series: { [up("app-1")]: "1 0 1x5" }, at: "4m", told: null },
    {
        alert: "PoolBelowHalf", name: "one of three is left, and the backup does not count",
        series: { [up("app-1")]: "1 0x5", [up("app-2")]: "1 0x5", [up("app-3")]: "1x6", [up("app-backup-1", true)]: "1x6" }, at: "3m",
        told: {
            labels: { ...app, severity: "critical" },
            summary: "Less than half of the instances of app are up",
            description: "1 of them are. Those that are left may not carry the load; with none left, the backups answer, or nobody does.",
        },
    },
    {
        alert: "PoolBelowHalf", name: "none is left",
        series: { [up("app-1")]: "0x6", [up("app-2")]: "0x6" }, at: "3m",
        told: {
            labels: { ...app, severity: "critical" },
            summary: "Less than half of the instances of app are up",
            description: "0 of them are. Those that are left may not carry the load; with none left, the backups answer, or nobody does.",
        },
    },
    { alert: "PoolBelowHalf", name: "two of four are left", series: { [up("app-1")]: "0x6", [up("app-2")]: "0x6", [up("app-3")]: "1x6", [up("app-4")]: "1x6" }, at: "3m", told: null },
    { alert: "PoolBelowHalf", name: "a backup is down", series: { [up("app-1")]: "1x6", [up("app-backup-1", true)]: "0x6" }, at: "3m", told: null },
    {
        alert: "ErrorRatio", name: "one request in ten fails",
        series: { [requests("2xx")]: "0+90x20", [requests("5xx")]: "0+10x20" }, at: "10m",
        told: { labels: { ...app, severity: "critical" }, summary: "app fails 10% of its requests", description: "More than 5% of the requests of the last five minutes were answered with 5xx." },
    },
    { alert: "ErrorRatio", name: "one request in fifty fails", series: { [requests("2xx")]: "0+98x20", [requests("5xx")]: "0+2x20" }, at: "10m", told: null },
    { alert: "ErrorRatio", name: "clients ask for what is not there", series: { [requests("2xx")]: "0+10x20", [requests("4xx")]: "0+90x20" }, at: "10m", told: null },
    { alert: "ErrorRatio", name: "nobody asks", series: { [requests("2xx")]: "9x20", [requests("5xx")]: "9x20" }, at: "10m", told: null },
    {
        alert: "Latency", name: "one request in ten takes longer than a second",
        series: { [within("0.5")]: "0+90x30", [within("1")]: "0+90x30", [within("2")]: "0+100x30", [within("+Inf")]: "0+100x30" }, at: "15m",
        told: { labels: { ...app, severity: "warning" }, summary: "One in twenty requests to app takes longer than 1.5s", description: "The 95th percentile of the last five minutes is above 1s." },
    },
    { alert: "Latency", name: "one request in a hundred does", series: { [within("0.5")]: "0+99x30", [within("1")]: "0+99x30", [within("2")]: "0+100x30", [within("+Inf")]: "0+100x30" }, at: "15m", told: null },
    { alert: "Latency", name: "requests were slow for two minutes", series: { [within("1")]: "0+0x3 0+100x30", [within("+Inf")]: "0+100x33" }, at: "4m", told: null },
    {
        alert: "CertificateExpiry", name: "it expires in ten days",
        series: { [certificate]: "864000x10" }, at: "8m",
        told: { labels: { severity: "warning" }, summary: "The certificate expires in 9d 23h 52m 0s", description: "That is less than 2w. Browsers refuse the site from then on." },
    },
    { alert: "CertificateExpiry", name: "it expires in three weeks", series: { [certificate]: "1814400x10" }, at: "8m", told: null },
    {
        alert: "ReloadFailed", name: "the proxy still serves the release before",
        series: { evenkeel_reload_failed: "0 1x5" }, at: "3m",
        told: {
            labels: { severity: "critical" }, summary: "The proxy does not serve the release that was deployed last",
            description: "It runs on with an older configuration: instances that have come or gone since are not known to it.",
        },
    },
    { alert: "ReloadFailed", name: "a release is being switched", series: { evenkeel_reload_failed: "0 1 0x5" }, at: "3m", told: null },
    {
        alert: "ProxyDown", name: "nginx does not answer",
        series: { 'nginx_up{job="nginx",instance="nginx-exporter:9113"}': "1 0x5" }, at: "3m",
        told: { labels: { job: "nginx", instance: "nginx-exporter:9113", severity: "critical" }, summary: "The proxy does not answer its exporter", description: "Nobody reaches any service while it is down." },
    },
    { alert: "ProxyDown", name: "nginx answers", series: { "nginx_up{}": "1x6" }, at: "3m", told: null },
    {
        alert: "DiskAlmostFull", name: "a twentieth is left",
        series: { [disk("avail")]: "5x20", [disk("size")]: "100x20" }, at: "8m",
        told: { labels: { device: "/dev/sda1", severity: "warning" }, summary: "5% of the engine's disk is left", description: "Logs, releases and the services' volumes lie on /dev/sda1. On a full disk no release can be deployed." },
    },
    { alert: "DiskAlmostFull", name: "a fifth is left", series: { [disk("avail")]: "20x20", [disk("size")]: "100x20" }, at: "8m", told: null },
    {
        alert: "TargetDown", name: "an exporter does not answer for three minutes",
        series: { 'up{job="access-log",instance="log-exporter:3903"}': "1 0x6", 'up{job="nginx",instance="nginx-exporter:9113"}': "1x7" }, at: "4m",
        told: {
            labels: { job: "access-log", instance: "log-exporter:3903", severity: "warning" }, summary: "log-exporter:3903 of the job access-log tells no metrics",
            description: "Alerts and dashboards that are made of its figures say nothing until it does.",
        },
    },
    { alert: "TargetDown", name: "an exporter is restarted", series: { 'up{job="access-log",instance="log-exporter:3903"}': "1 0 1x5" }, at: "4m", told: null },
    {
        alert: "HealthCheckStale", name: "the health checker has died",
        series: { [checked]: "0x9" }, at: "5m",
        told: { labels: { severity: "critical" }, summary: "The health checker has said nothing for more than a minute", description: "Nobody sees instances go down, and addresses that change are not followed." },
    },
    {
        alert: "HealthCheckStale", name: "the health checker has never spoken",
        series: { "up{}": "1x9" }, at: "5m",
        told: { labels: { severity: "critical" }, summary: "The health checker has said nothing for more than a minute", description: "Nobody sees instances go down, and addresses that change are not followed." },
    },
    { alert: "HealthCheckStale", name: "the health checker speaks", series: { [checked]: "0+60x9" }, at: "5m", told: null },
    {
        alert: "MonitoringReloadFailed", name: "Prometheus refuses its configuration",
        series: { 'prometheus_config_last_reload_successful{job="prometheus"}': "1 0x5" }, at: "3m",
        told: { labels: { job: "prometheus", severity: "warning" }, summary: "prometheus refuses its new configuration", description: "It runs on with the one that it had before." },
    },
    { alert: "MonitoringReloadFailed", name: "both have taken it", series: { 'prometheus_config_last_reload_successful{job="prometheus"}': "1x5", 'alertmanager_config_last_reload_successful{job="alertmanager"}': "1x5" }, at: "3m", told: null },
    {
        alert: "AlertsNotDelivered", name: "the webhook does not answer",
        series: { 'alertmanager_notifications_failed_total{job="alertmanager",integration="webhook"}': "0+2x10" }, at: "5m",
        told: {
            labels: { job: "alertmanager", integration: "webhook", severity: "critical" }, summary: "Alerts do not arrive",
            description: "alertmanager cannot hand them on. See what is firing on the pages of Prometheus.",
        },
    },
    { alert: "AlertsNotDelivered", name: "it has failed once, long ago", series: { 'alertmanager_notifications_failed_total{job="alertmanager",integration="webhook"}': "2x10" }, at: "5m", told: null },
];
