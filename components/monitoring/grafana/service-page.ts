import { createHash } from "node:crypto";
import type { Service } from "../../config/model";
import type { Figures } from "../figures";
import type { Measured } from "../measured";
import type { Page } from "./dashboard";
import type { Chart } from "./panel";
import { instanceTimeline, limitColours, upColours, window } from "./style";
import type { View } from "./view";

/** Everything about one service, instance by instance. */
export function servicePage(model: Measured, view: View, service: Service): Page {
    const { figures } = view;
    const only = `service="${service.name}"`;
    return {
        id: pageId(service),
        title: service.name,
        description: `Requests, errors, latency and instances of ${service.name}.`,
        sections: [
            { title: "Now", height: 4, charts: now(model, view, service, only) },
            { title: "Requests", height: 8, charts: [...requests(figures, only), ...latencies(figures, model, only)] },
            { title: "Instances", height: 8, charts: [instanceTimeline(figures, only), balance(figures, only), ...own(figures, service)] },
        ],
    };
}

/** Grafana allows 40 characters, which is what a service's name alone may have. */
function pageId({ name }: Service): string {
    return `service-${name.length <= 32 ? name : createHash("sha256").update(name).digest("hex").slice(0, 32)}`;
}

function now({ monitoring }: Measured, { figures, instances }: View, { name }: Service, only: string): Chart[] {
    const all = instances(name);
    return [
        { type: "stat", title: "Instances up", description: `Of ${String(all)}, backups included.`, unit: "none", width: 6, thresholds: upColours(all), queries: [{ expression: `sum(${figures.instanceUp(only)})`, legend: "up" }] },
        { type: "stat", title: "Requests", description: "Per second.", unit: "reqps", width: 6, queries: [{ expression: figures.requestRate(only, "", window), legend: "requests" }] },
        { type: "stat", title: "Failed", description: "Share of requests answered with 5xx.", unit: "percentunit", width: 6, thresholds: limitColours(monitoring.alerts.errorRatio), queries: [{ expression: figures.errorRatio(only, "", window), legend: "failed" }] },
        { type: "stat", title: "95th percentile", description: "19 of 20 requests take less.", unit: "s", width: 6, thresholds: limitColours(monitoring.alerts.latency / 1000), queries: [{ expression: figures.latency(0.95, only, "", window), legend: "p95" }] },
    ];
}

function requests(figures: Figures, only: string): Chart[] {
    const named = `${only},instance!=""`;
    return [
        { type: "timeseries", title: "Requests by instance", description: "How the load is spread.", unit: "reqps", width: 12, queries: [{ expression: figures.requestRate(named, "instance", window), legend: "{{instance}}" }] },
        {
            type: "timeseries", title: "Answers by kind", description: "By the first digit of the status; none: those that no instance answered.", unit: "reqps", width: 12, stacked: true,
            queries: [{ expression: figures.requestRate(only, "status", window), legend: "{{status}}" }, { expression: `${figures.requestRate(`${only},instance=""`, "", window)} or vector(0)`, legend: "none" }],
        },
        { type: "timeseries", title: "Failed by instance", description: "Share of each instance's answers that were 5xx.", unit: "percentunit", width: 12, queries: [{ expression: figures.errorRatio(named, "instance", window), legend: "{{instance}}" }] },
        {
            type: "timeseries", title: "Asked again", description: "Requests that a first instance failed, and that were sent to another.", unit: "reqps", width: 12,
            queries: [{ expression: `sum(rate(${figures.series("evenkeel_retried_requests_total", only)}[${window}])) or vector(0)`, legend: "asked again" }],
        },
    ];
}

function latencies(figures: Figures, { monitoring }: Measured, only: string): Chart[] {
    const percentiles = [0.5, 0.95, 0.99].map(quantile => ({ expression: figures.latency(quantile, only, "", window), legend: `p${String(100 * quantile)}` }));
    return [
        { type: "timeseries", title: "Latency", description: `An alert comes when p95 stays above ${String(monitoring.alerts.latency / 1000)} s.`, unit: "s", width: 12, queries: percentiles },
        { type: "timeseries", title: "Latency by instance", description: "95th percentile of each.", unit: "s", width: 12, queries: [{ expression: figures.latency(0.95, `${only},instance!=""`, "instance", window), legend: "{{instance}}" }] },
    ];
}

function balance(figures: Figures, only: string): Chart {
    return {
        type: "timeseries", title: "Share of requests", description: "What each instance answers of all.", unit: "percentunit", width: 12, stacked: true,
        queries: [{ expression: `${figures.requestRate(`${only},instance!=""`, "instance", window)} / scalar(${figures.requestRate(`${only},instance!=""`, "", window)})`, legend: "{{instance}}" }],
    };
}

/** Only services that tell metrics of their own have these. */
function own(figures: Figures, { name, metrics }: Service): Chart[] {
    return metrics === null ? [] : [
        { type: "state-timeline", title: "Metrics of its own", description: `Whether ${metrics.path} answers Prometheus.`, unit: "none", width: 12, words: { 0: { text: "silent", color: "red" }, 1: { text: "told", color: "green" } }, queries: [{ expression: figures.ofInstances("up", name), legend: "{{instance}}" }] },
        { type: "timeseries", title: "Time to tell metrics", description: `How long ${metrics.path} takes.`, unit: "s", width: 12, queries: [{ expression: figures.ofInstances("scrape_duration_seconds", name), legend: "{{instance}}" }] },
    ];
}
