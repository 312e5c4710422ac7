import type { MeasuredModel } from "../measured";
import { diskUsed, errorRatio, latency, requestRate } from "../queries";
import type { Page } from "./dashboard";
import type { Chart } from "./panel";
import { instanceTimeline, limitColours, upColours, upOrDown, window } from "./style";

/** The load balancer as a whole: the page to look at first. */
export function overviewPage(model: MeasuredModel): Page {
    return {
        id: "evenkeel-overview",
        title: "Load balancer",
        description: `All services of ${model.name}, the proxy, and the machine that they run on.`,
        sections: [
            { title: "Now", height: 4, charts: figures(model) },
            { title: "Services", height: 8, charts: services() },
            { title: "Proxy", height: 8, charts: proxy() },
            { title: "Machine", height: 8, charts: machine() },
            { title: "Monitoring", height: 8, charts: monitoring() },
        ],
    };
}

function figures({ monitoring, services, tls }: MeasuredModel): Chart[] {
    const all = services.reduce((sum, { instances, backup }) => sum + instances.length + backup.length, 0);
    const { errorRatio: errors, latency: slow, certificate } = monitoring.alerts;
    return [
        { type: "stat", title: "Instances up", description: `Of ${String(all)}, backups included.`, unit: "none", width: 4, thresholds: upColours(all), queries: [{ expression: "sum(evenkeel_instance_up)", legend: "up" }] },
        { type: "stat", title: "Alerts", description: "That are firing.", unit: "none", width: 4, thresholds: [["green", 0], ["red", 1]], queries: [{ expression: 'count(ALERTS{alertstate="firing"}) or vector(0)', legend: "firing" }] },
        { type: "stat", title: "Requests", description: "Per second.", unit: "reqps", width: 4, queries: [{ expression: requestRate('service!=""', "", window), legend: "requests" }] },
        { type: "stat", title: "Failed", description: "Share of requests answered with 5xx.", unit: "percentunit", width: 4, thresholds: limitColours(errors), queries: [{ expression: errorRatio('service!=""', "", window), legend: "failed" }] },
        { type: "stat", title: "95th percentile", description: "19 of 20 requests take less.", unit: "s", width: 4, thresholds: limitColours(slow / 1000), queries: [{ expression: latency(0.95, 'service!=""', "", window), legend: "p95" }] },
        ...(tls.mode === "off" ? [] : [certificateLeft(certificate / 1000)]),
    ];
}

function certificateLeft(limit: number): Chart {
    return {
        type: "stat", title: "Certificate", description: "How long it is still good for.", unit: "s", width: 4, thresholds: [["red", 0], ["green", limit]],
        queries: [{ expression: "min(evenkeel_certificate_expiry_timestamp_seconds) - time()", legend: "left" }],
    };
}

function services(): Chart[] {
    return [
        { type: "timeseries", title: "Requests by service", description: "Per second.", unit: "reqps", width: 12, stacked: true, queries: [{ expression: requestRate('service!=""', "service", window), legend: "{{service}}" }] },
        { type: "timeseries", title: "Failed by service", description: "Share of requests answered with 5xx.", unit: "percentunit", width: 12, queries: [{ expression: errorRatio('service!=""', "service", window), legend: "{{service}}" }] },
        { type: "timeseries", title: "Latency by service", description: "95th percentile.", unit: "s", width: 12, queries: [{ expression: latency(0.95, 'service!=""', "service", window), legend: "{{service}}" }] },
        instanceTimeline(""),
    ];
}

function proxy(): Chart[] {
    const states = ["active", "reading", "writing", "waiting"].map(state => ({ expression: `nginx_connections_${state}`, legend: state }));
    return [
        { type: "timeseries", title: "Connections", description: "Waiting ones are idle.", unit: "none", width: 12, queries: states },
        {
            type: "timeseries", title: "New connections", description: "Accepted and not handled: nginx has run out of connections.", unit: "cps", width: 12,
            queries: [
                { expression: `rate(nginx_connections_accepted[${window}])`, legend: "accepted" },
                { expression: `rate(nginx_connections_accepted[${window}]) - rate(nginx_connections_handled[${window}])`, legend: "not handled" },
            ],
        },
        { type: "table", title: "Release", description: "What was deployed last.", unit: "none", width: 12, queries: [{ expression: "evenkeel_release_info", legend: "release", instant: true }] },
        { type: "state-timeline", title: "Proxy", description: "Whether it answers its exporter.", unit: "none", width: 12, words: upOrDown, queries: [{ expression: "nginx_up", legend: "nginx" }] },
    ];
}

function machine(): Chart[] {
    return [
        { type: "timeseries", title: "Processor", description: "Share of all cores that is at work.", unit: "percentunit", width: 8, queries: [{ expression: `1 - avg(rate(node_cpu_seconds_total{mode="idle"}[${window}]))`, legend: "busy" }] },
        { type: "timeseries", title: "Memory", description: "Share that is in use and could not be freed.", unit: "percentunit", width: 8, queries: [{ expression: "1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes", legend: "used" }] },
        { type: "timeseries", title: "Disk", description: "Of the engine: logs, releases and volumes lie there.", unit: "percentunit", width: 8, queries: [{ expression: diskUsed, legend: "{{device}}" }] },
    ];
}

function monitoring(): Chart[] {
    return [
        { type: "state-timeline", title: "Sources", description: "Whether what Prometheus asks does answer.", unit: "none", width: 12, words: upOrDown, queries: [{ expression: "up", legend: "{{job}} {{instance}}" }] },
        { type: "timeseries", title: "Last health check", description: "How long ago the health checker spoke.", unit: "s", width: 12, queries: [{ expression: "time() - evenkeel_health_checked_timestamp_seconds", legend: "ago" }] },
    ];
}
