import { mountedAt } from "./document";

/** Expressions that alerts and dashboards have in common. */

/** Requests per second. */
export function requestRate(selector: string, by: string, window: string): string {
    return `sum by (${by}) (rate(evenkeel_requests_total{${selector}}[${window}]))`;
}

/** Share of requests that were answered with 5xx, 0 to 1. Where there were none of those it is 0, not nothing. */
export function errorRatio(selector: string, by: string, window: string): string {
    const all = requestRate(selector, by, window);
    const failed = requestRate(`${selector},status="5xx"`, by, window);
    return `(${failed} or 0 * ${all}) / (${all} > 0)`;
}

/** A percentile of the time that requests take, in seconds. WebSockets are left out. */
export function latency(quantile: number, selector: string, by: string, window: string): string {
    return `histogram_quantile(${String(quantile)}, sum by (${[by, "le"].filter(label => label !== "").join(", ")}) (rate(evenkeel_request_seconds_bucket{${selector}}[${window}])))`;
}

/** Share of the disk that the engine's volumes lie on, by device: node-exporter has one of them mounted. */
export const diskUsed = `(1 - min by (device) (node_filesystem_avail_bytes{mountpoint="${mountedAt}"} / node_filesystem_size_bytes{mountpoint="${mountedAt}"}))`;
