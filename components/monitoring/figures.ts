import type { Cluster } from "./cluster";

/** Expressions that alerts and dashboards have in common. @param cluster null: the stack has a Prometheus and one proxy of its own. */
export class Figures {
    constructor(private readonly cluster: Cluster | null) {}

    /** What the proxies tell. */
    series(name: string, selector?: string): string {
        const { cluster } = this;
        return selected(name, selector, cluster === null ? null : `namespace="${cluster.namespace}",pod=~"${cluster.proxyPods}"`);
    }

    /** What Prometheus notes of each target itself. */
    ofTargets(name: string): string {
        const { cluster } = this;
        return selected(name, undefined, cluster === null ? null : `namespace="${cluster.namespace}",pod=~"${cluster.pods}"`);
    }

    /** The same of the instances of one service. */
    ofInstances(name: string, service: string): string {
        const pods = this.cluster?.services.find(other => other.name === service)?.pods;
        return this.cluster === null || pods === undefined ? `${name}{service="${service}"}` : `${name}{namespace="${this.cluster.namespace}",pod=~"${pods}"}`;
    }

    /** Alerts of this stack. */
    alerts(selector: string): string {
        const { cluster } = this;
        return selected("ALERTS", selector, cluster === null ? null : `namespace="${cluster.namespace}",site="${cluster.site}"`);
    }

    /** Of all proxies together. */
    total(expression: string): string {
        return this.cluster === null ? expression : `sum(${expression})`;
    }

    /** 1 for each instance that is up, for every proxy that knows it; otherwise 0. */
    instanceUp(selector?: string): string {
        const series = this.series("evenkeel_instance_up", selector);
        return this.cluster === null ? series : `min by (service, instance, backup) (${series})`;
    }

    /** Requests per second. */
    requestRate(selector: string, by: string, window: string): string {
        return `sum by (${by}) (rate(${this.series("evenkeel_requests_total", selector)}[${window}]))`;
    }

    /** Share of requests that were answered with 5xx, 0 to 1. Where there were none of those it is 0, not nothing. */
    errorRatio(selector: string, by: string, window: string): string {
        const all = this.requestRate(selector, by, window);
        const failed = this.requestRate(`${selector},status="5xx"`, by, window);
        return `(${failed} or 0 * ${all}) / (${all} > 0)`;
    }

    /** A percentile of the time that requests take, in seconds. WebSockets are left out. */
    latency(quantile: number, selector: string, by: string, window: string): string {
        const labels = [by, "le"].filter(label => label !== "").join(", ");
        return `histogram_quantile(${String(quantile)}, sum by (${labels}) (rate(${this.series("evenkeel_request_seconds_bucket", selector)}[${window}])))`;
    }
}

function selected(name: string, selector: string | undefined, scope: string | null): string {
    const matchers = [selector ?? "", scope ?? ""].filter(part => part !== "");
    return selector === undefined && scope === null ? name : `${name}{${matchers.join(",")}}`;
}
