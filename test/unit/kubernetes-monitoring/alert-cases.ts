import type { AlertCase } from "../monitoring/alert-cases";

const proxies = ["healthai-proxy-5d4f8b7c9d-abcde", "healthai-proxy-5d4f8b7c9d-fghij"] as const;
const [first, second] = proxies;
const by = (pod: string) => `namespace="shop",pod="${pod}"`;
const up = (pod: string, instance: string, more = 'service="app",backup="false"') => `evenkeel_instance_up{${more},instance="${instance}",${by(pod)}}`;
const docs = Object.fromEntries(proxies.flatMap((pod) => ["10.244.0.7", "10.244.0.8"].map((instance) => [up(pod, instance, 'service="docs",backup="false"'), "1x20"])));
const backup = Object.fromEntries(proxies.map((pod) => [up(pod, "10.244.0.9", 'service="app",backup="true"'), "1x20"]));
const checked = (pod: string) => `evenkeel_health_checked_timestamp_seconds{${by(pod)}}`;
const speaking = Object.fromEntries(proxies.map((pod) => [checked(pod), "0+60x20"]));
/** Everybody else is well. */
const others = { ...docs, ...backup, ...speaking };
const app = (verdicts: Readonly<Record<string, string>>, pods: readonly string[] = proxies) =>
    Object.fromEntries(pods.flatMap((pod) => Object.entries(verdicts).map(([instance, values]) => [up(pod, instance), values])));
const requests = (pod: string, status: string, namespace = "shop") => `evenkeel_requests_total{service="app",instance="10.244.0.1",status="${status}",namespace="${namespace}",pod="${pod}"}`;
const within = (pod: string, bound: string) => `evenkeel_request_seconds_bucket{service="app",instance="10.244.0.1",le="${bound}",${by(pod)}}`;
const certificate = (pod: string) => `evenkeel_certificate_expiry_timestamp_seconds{${by(pod)}}`;
const reload = (pod: string) => `evenkeel_reload_failed{job="node-exporter",${by(pod)}}`;
const nginx = (pod: string) => `nginx_up{job="nginx",instance="10.244.0.2:9113",${by(pod)}}`;
const claim = (name: string, of: string) => `kubelet_volume_stats_${of}_bytes{namespace="shop",persistentvolumeclaim="${name}",instance="node-1"}`;
const target = (job: string, pod: string, namespace = "shop") => `up{job="${job}",instance="10.244.0.2:3903",namespace="${namespace}",pod="${pod}"}`;

const labels = (severity: "critical" | "warning", more: Readonly<Record<string, string>> = {}) => ({ namespace: "shop", site: "healthai", severity, ...more });
const poolBelowHalf = (count: number) => ({
    labels: labels("critical", { service: "app" }),
    summary: "Less than half of the instances of app are up",
    description: `${String(count)} of them are. Those that are left may not carry the load; with none left, the backups answer, or nobody does.`,
});
const lacking = (wanted: number) => ({
    labels: labels("warning", { service: "app", backup: "false" }),
    summary: `app has less than ${String(wanted)} instances`,
    description: "Too few of them have been ready for more than a minute. The other instances of app carry its share.",
});
const down = (instance: string) => ({
    labels: labels("warning", { service: "app", backup: "false", instance }),
    summary: `${instance} of app does not answer its health check`,
    description: "A proxy has found it down for more than a minute. The other instances of app carry its share.",
});
const noProxy = { labels: labels("critical"), summary: "No proxy answers its exporter", description: "Nobody reaches any service while they are down." };
const stale = { summary: "The health checker has said nothing for more than a minute", description: "Nobody sees instances go down, and addresses that change are not followed." };

export const clusterAlertCases: readonly AlertCase[] = [
    { alert: "InstanceDown", name: "one of the proxies does not reach a pod", series: { ...others, ...app({ "10.244.0.1": "1x9", "10.244.0.2": "1x9" }), [up(first, "10.244.0.3")]: "1x9", [up(second, "10.244.0.3")]: "1 0x8" }, at: "4m", told: down("10.244.0.3") },
    { alert: "InstanceDown", name: "a pod is not ready, and no proxy knows it any more", series: { ...others, ...app({ "10.244.0.1": "1x9", "10.244.0.2": "1x9", "10.244.0.3": "1 stale" }) }, at: "4m", told: lacking(3) },
    { alert: "InstanceDown", name: "there has never been a pod, and the name stands for them", series: { ...others, ...app({ "healthai-app-pods": "0x9" }) }, at: "4m", told: lacking(3) },
    { alert: "InstanceDown", name: "another pod takes a pod's place within a minute", series: { ...others, ...app({ "10.244.0.1": "1x9", "10.244.0.2": "1x9", "10.244.0.3": "1x2 stale", "10.244.0.4": "_x2 1x6" }) }, at: "5m", told: null },
    { alert: "InstanceDown", name: "the autoscaler has taken pods away", series: { ...others, ...app({ "10.244.0.1": "1x9", "10.244.0.2": "1x9", "10.244.0.3": "1x9", "10.244.0.4": "1x2 stale", "10.244.0.5": "1x2 stale" }) }, at: "6m", told: null },
    { alert: "InstanceDown", name: "pods of another stack are down", series: { ...others, ...app({ "10.244.0.1": "1x9", "10.244.0.2": "1x9", "10.244.0.3": "1x9" }), 'evenkeel_instance_up{service="app",backup="false",instance="10.244.0.1",namespace="other",pod="healthai-proxy-1-1"}': "0x9" }, at: "4m", told: null },
    { alert: "PoolBelowHalf", name: "one of three is left, and the backup does not count", series: { ...others, ...app({ "10.244.0.1": "1x9", "10.244.0.2": "1 stale", "10.244.0.3": "1 stale" }) }, at: "3m", told: poolBelowHalf(1) },
    { alert: "PoolBelowHalf", name: "none is left, and the proxies keep the addresses that they had", series: { ...others, ...app({ "10.244.0.1": "1 0x8", "10.244.0.2": "1 0x8", "10.244.0.3": "1 0x8" }) }, at: "3m", told: poolBelowHalf(0) },
    { alert: "PoolBelowHalf", name: "three of the eight that the autoscaler has made are up", series: { ...others, ...app(Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8].map((last) => [`10.244.1.${String(last)}`, last < 4 ? "1x9" : "0x9"]))) }, at: "3m", told: poolBelowHalf(3) },
    { alert: "PoolBelowHalf", name: "two of three are left", series: { ...others, ...app({ "10.244.0.1": "1x9", "10.244.0.2": "1x9", "10.244.0.3": "1 stale" }) }, at: "3m", told: null },
    { alert: "PoolBelowHalf", name: "the autoscaler has taken seven of ten away", series: { ...others, ...app(Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`10.244.1.${String(i)}`, i < 3 ? "1x9" : "1x2 stale"]))) }, at: "4m", told: null },
    { alert: "PoolBelowHalf", name: "nobody is there to see them", series: { "up{}": "1x9" }, at: "4m", told: null },
    {
        alert: "ErrorRatio", name: "one request in ten fails, through one of the proxies", series: { [requests(first, "2xx")]: "0+40x20", [requests(first, "5xx")]: "0+10x20", [requests(second, "2xx")]: "0+50x20" }, at: "10m",
        told: { labels: labels("critical", { service: "app" }), summary: "app fails 10% of its requests", description: "More than 5% of the requests of the last five minutes were answered with 5xx." },
    },
    { alert: "ErrorRatio", name: "another stack's service of that name fails", series: { [requests(first, "2xx")]: "0+90x20", [requests(first, "5xx", "other")]: "0+90x20" }, at: "10m", told: null },
    {
        alert: "Latency", name: "one request in ten takes longer than a second, through both",
        series: Object.fromEntries(proxies.flatMap((pod) => [["1", 90], ["2", 100], ["+Inf", 100]].map(([bound, count]) => [within(pod, String(bound)), `0+${String(count)}x30`]))), at: "15m",
        told: { labels: labels("warning", { service: "app" }), summary: "One in twenty requests to app takes longer than 1.5s", description: "The 95th percentile of the last five minutes is above 1s." },
    },
    { alert: "Latency", name: "one request in a hundred does", series: { [within(first, "1")]: "0+99x30", [within(first, "2")]: "0+100x30", [within(first, "+Inf")]: "0+100x30" }, at: "15m", told: null },
    {
        alert: "CertificateExpiry", name: "it expires in ten days, as both say", series: { [certificate(first)]: "864000x10", [certificate(second)]: "864000x10" }, at: "8m",
        told: { labels: labels("warning"), summary: "The certificate expires in 9d 23h 52m 0s", description: "That is less than 2w. Browsers refuse the site from then on." },
    },
    { alert: "CertificateExpiry", name: "it expires in three weeks", series: { [certificate(first)]: "1814400x10" }, at: "8m", told: null },
    {
        alert: "ReloadFailed", name: "one of the proxies serves something else", series: { [reload(first)]: "0x6", [reload(second)]: "0 1x5" }, at: "3m",
        told: { labels: labels("critical", { pod: second }), summary: `${second} does not serve what it should`, description: "It runs on with an older configuration: instances that have come or gone since are not known to it." },
    },
    { alert: "ReloadFailed", name: "pods come and go", series: { [reload(first)]: "0 1 0x5" }, at: "3m", told: null },
    {
        alert: "ProxyDown", name: "one of the proxies does not answer", series: { [nginx(first)]: "1x6", [nginx(second)]: "1 0x5" }, at: "3m",
        told: { labels: labels("warning"), summary: "1 of 2 proxies answer", description: "The others carry the load of all." },
    },
    { alert: "ProxyDown", name: "none of them answers", series: { [nginx(first)]: "1 0x5", [nginx(second)]: "1 0x5" }, at: "3m", told: noProxy },
    { alert: "ProxyDown", name: "there is none", series: { [nginx(first)]: "1 stale" }, at: "3m", told: noProxy },
    { alert: "ProxyDown", name: "both answer", series: { [nginx(first)]: "1x6", [nginx(second)]: "1x6" }, at: "3m", told: null },
    {
        alert: "DiskAlmostFull", name: "a twentieth of a claim is left", series: { [claim("healthai-app-data", "available")]: "5x20", [claim("healthai-app-data", "capacity")]: "100x20" }, at: "8m",
        told: { labels: labels("warning", { persistentvolumeclaim: "healthai-app-data" }), summary: "5% of healthai-app-data is left", description: "On a full volume the instances that have it cannot write." },
    },
    { alert: "DiskAlmostFull", name: "somebody else's claim is full", series: { [claim("database", "available")]: "0x20", [claim("database", "capacity")]: "100x20" }, at: "8m", told: null },
    {
        alert: "TargetDown", name: "an exporter does not answer for three minutes", series: { [target("access-log", first)]: "1 0x6", [target("access-log", second)]: "1x7" }, at: "4m",
        told: {
            labels: labels("warning", { job: "access-log", instance: "10.244.0.2:3903", pod: first }), summary: "10.244.0.2:3903 of the job access-log tells no metrics",
            description: "Alerts and dashboards that are made of its figures say nothing until it does.",
        },
    },
    { alert: "TargetDown", name: "others' targets are down", series: { [target("access-log", "wiki-proxy-1-1")]: "0x7", [target("access-log", first, "other")]: "0x7" }, at: "4m", told: null },
    { alert: "HealthCheckStale", name: "one of the health checkers has died", series: { [checked(first)]: "0+60x9", [checked(second)]: "0x9" }, at: "5m", told: { labels: labels("critical", { pod: second }), ...stale } },
    { alert: "HealthCheckStale", name: "none has ever spoken", series: { "up{}": "1x9" }, at: "5m", told: { labels: labels("critical"), ...stale } },
    { alert: "HealthCheckStale", name: "both speak", series: speaking, at: "5m", told: null },
];
