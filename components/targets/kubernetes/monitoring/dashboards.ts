import { createHash } from "node:crypto";
import type { KubernetesModel } from "../../../config/model";
import { formatDuration } from "../../../config/units";
import { clusterDashboards } from "../../../monitoring/grafana/dashboards";
import type { Frame } from "../../../monitoring/grafana/frame";
import type { Measured } from "../../../monitoring/measured";
import type { ConfigMap } from "../manifests/manifest";
import { noted } from "./metadata";
import { placeOf } from "./place";

/** By which the sidecar of Grafana's chart finds dashboards. */
const dashboardLabel = { grafana_dashboard: "1" };

/** One ConfigMap for each page: all together would soon be more than one can hold. */
export function dashboardMaps(model: Measured<KubernetesModel>): ConfigMap[] {
    return clusterDashboards(model, placeOf(model), frameOf(model)).map(({ file, dashboard }) => ({
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: noted(model, `${model.name}-dashboard-${file.replace(/\.json$/, "")}`, dashboardLabel),
        // The sidecar has one folder for the dashboards of all.
        data: { [`${stackId(model, ".")}.${file}`]: `${JSON.stringify(dashboard, null, 2)}\n` },
    }));
}

/** The cluster's Grafana has pages of other stacks, and a data source by a name that is not ours to know. */
function frameOf(model: Measured<KubernetesModel>): Frame {
    const { monitoring, target } = model;
    return {
        dataSource: "${datasource}",
        variables: [{ name: "datasource", label: "Data source", type: "datasource", query: "prometheus", current: { text: "", value: "" }, options: [], refresh: 1, regex: "", multi: false, includeAll: false, hide: 0, skipUrlSync: false }],
        tags: ["evenkeel", stackId(model, "/")],
        titlePrefix: `${stackId(model, "/")}: `,
        idOf: page => pageId(model, page),
        // A job for annotated pods has an interval of its own.
        interval: target.discovery.by === "operator" ? formatDuration(monitoring.interval) : null,
    };
}

function stackId({ name, target }: KubernetesModel, between: string): string {
    return target.namespace === name ? name : `${target.namespace}${between}${name}`;
}

/** Grafana allows 40 characters. */
function pageId({ name, target }: KubernetesModel, page: string): string {
    return `evenkeel-${createHash("sha256").update(`${target.namespace}/${name}/${page}`).digest("hex").slice(0, 24)}`;
}
