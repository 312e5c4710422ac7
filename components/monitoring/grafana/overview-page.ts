import type { Figures } from "../figures";
import type { Measured } from "../measured";
import type { Page } from "./dashboard";
import type { Chart } from "./panel";
import { instanceTimeline, limitColours, upColours, upOrDown, window } from "./style";
import type { View } from "./view";

/** The load balancer as a whole: the page to look at first. */
export function overviewPage(model: Measured, view: View): Page {
    return {
        id: "evenkeel-overview",
        title: "Load balancer",
        description: `All services of ${model.name}, the proxy, and ${view.ground}.`,
        sections: [
            { title: "Now", height: 4, charts: now(model, view) },
            { title: "Services", height: 8, charts: services(view) },
            { title: "Proxy", height: 8, charts: proxy(view) },
            view.used,
            { title: "Monitoring", height: 8, charts: monitoring(view) },
        ],
    };
}

function now({ monitoring, services, tls }: Measured, { figures, instances }: View): Chart[] {
    const all = services.reduce((sum, { name }) => sum + instances(name), 0);
    const { errorRatio: errors, latency: slow, certificate } = monitoring.alerts;
    return [
        { type: "stat", title: "Instances up", description: `Of ${String(all)}, backups included.`, unit: "none", width: 4, thresholds: upColours(all), queries: [{ expression: `sum(${figures.instanceUp()})`, legend: "up" }] },
        { type: "stat", title: "Alerts", description: "That are firing.", unit: "none", width: 4, thresholds: [["green", 0], ["red", 1]], queries: [{ expression: `count(${figures.alerts('alertstate="firing"')}) or vector(0)`, legend: "firing" }] },
        { type: "stat", title: "Requests", description: "Per second.", unit: "reqps", width: 4, queries: [{ expression: figures.requestRate('service!=""', "", window), legend: "requests" }] },
        { type: "stat", title: "Failed", description: "Share of requests answered with 5xx.", unit: "percentunit", width: 4, thresholds: limitColours(errors), queries: [{ expression: figures.errorRatio('service!=""', "", window), legend: "failed" }] },
        { type: "stat", title: "95th percentile", description: "19 of 20 requests take less.", unit: "s", width: 4, thresholds: limitColours(slow / 1000), queries: [{ expression: figures.latency(0.95, 'service!=""', "", window), legend: "p95" }] },
        ...(tls.mode === "off" ? [] : [certificateLeft(figures, certificate / 1000)]),
    ];
}

function certificateLeft(figures: Figures, limit: number): Chart {
    return {
        type: "stat", title: "Certificate", description: "How long it is still good for.", unit: "s", width: 4, thresholds: [["red", 0], ["green", limit]],
        queries: [{ expression: `min(${figures.series("evenkeel_certificate_expiry_timestamp_seconds")}) - time()`, legend: "left" }],
    };
}

function services({ figures }: View): Chart[] {
    return [
        { type: "timeseries", title: "Requests by service", description: "Per second.", unit: "reqps", width: 12, stacked: true, queries: [{ expression: figures.requestRate('service!=""', "service", window), legend: "{{service}}" }] },
        { type: "timeseries", title: "Failed by service", description: "Share of requests answered with 5xx.", unit: "percentunit", width: 12, queries: [{ expression: figures.errorRatio('service!=""', "service", window), legend: "{{service}}" }] },
        { type: "timeseries", title: "Latency by service", description: "95th percentile.", unit: "s", width: 12, queries: [{ expression: figures.latency(0.95, 'service!=""', "service", window), legend: "{{service}}" }] },
        instanceTimeline(figures, ""),
    ];
}

function proxy({ figures, proxy: legend, release }: View): Chart[] {
    const states = ["active", "reading", "writing", "waiting"].map(state => ({ expression: figures.total(figures.series(`nginx_connections_${state}`)), legend: state }));
    const [accepted, handled] = [rate(figures, "nginx_connections_accepted"), rate(figures, "nginx_connections_handled")];
    return [
        { type: "timeseries", title: "Connections", description: "Waiting ones are idle.", unit: "none", width: 12, queries: states },
        {
            type: "timeseries", title: "New connections", description: "Accepted and not handled: nginx has run out of connections.", unit: "cps", width: 12,
            queries: [
                { expression: accepted, legend: "accepted" },
                { expression: `${accepted} - ${handled}`, legend: "not handled" },
            ],
        },
        { type: "table", title: "Release", unit: "none", width: 12, ...release },
        { type: "state-timeline", title: "Proxy", description: "Whether it answers its exporter.", unit: "none", width: 12, words: upOrDown, queries: [{ expression: figures.series("nginx_up"), legend: legend("nginx") }] },
    ];
}

function rate(figures: Figures, counter: string): string {
    return figures.total(`rate(${figures.series(counter)}[${window}])`);
}

function monitoring({ figures, proxy: legend, source }: View): Chart[] {
    return [
        { type: "state-timeline", title: "Sources", description: "Whether what Prometheus asks does answer.", unit: "none", width: 12, words: upOrDown, queries: [{ expression: figures.ofTargets("up"), legend: source }] },
        { type: "timeseries", title: "Last health check", description: "How long ago the health checker spoke.", unit: "s", width: 12, queries: [{ expression: `time() - ${figures.series("evenkeel_health_checked_timestamp_seconds")}`, legend: legend("ago") }] },
    ];
}
