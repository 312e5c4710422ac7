import { describe, expect, it } from "vitest";
import { jobs } from "../../../components/monitoring/jobs";
import type { Supporting } from "../../../components/targets/kubernetes/manifests/manifest";
import { mapLimit } from "../../../components/targets/kubernetes/manifests/config-maps";
import { monitoringObjects } from "../../../components/targets/kubernetes/monitoring/objects";
import { proxySource, serviceSources } from "../../../components/targets/kubernetes/monitoring/sources";
import { kubernetesService } from "../kubernetes/model";
import { measured } from "../monitoring/measured-stack";
import { byOperator, measuredCluster } from "./measured-cluster";

const listed = (objects: readonly Supporting[]) => objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
const annotated = monitoringObjects(measuredCluster());
const operated = monitoringObjects(measuredCluster({}, byOperator));

interface Page {
    readonly uid: string;
    readonly title: string;
    readonly tags: readonly string[];
}

function pages(objects: readonly Supporting[]): readonly Page[] {
    return objects.flatMap((object) => (object.kind === "ConfigMap" ? Object.entries(object.data) : [])).flatMap(([name, text]) => (name.endsWith(".json") ? [JSON.parse(text) as Page] : []));
}

describe("what a cluster is given to measure a stack", () => {
    const dashboards = ["ConfigMap healthai-dashboard-overview", "ConfigMap healthai-dashboard-service-app", "ConfigMap healthai-dashboard-service-docs"];

    it("are files and pages where pods are annotated, objects and pages where the operator reads them, nothing where nothing is measured", () => {
        expect(listed(annotated)).toEqual(["ConfigMap healthai-prometheus", ...dashboards]);
        expect(listed(operated)).toEqual(["PodMonitor healthai-proxy", "PodMonitor healthai-app", "PrometheusRule healthai-alerts", ...dashboards]);
        expect(monitoringObjects({ ...measuredCluster(), monitoring: null })).toEqual([]);
    });

    it("has the jobs of docker, but for its Prometheus and Alertmanager", () => {
        const here = [proxySource(measuredCluster()), ...serviceSources(measuredCluster())].flatMap(({ endpoints }) => endpoints.map(({ job }) => job));
        expect(here.sort()).toEqual(jobs(measured()).map(({ name }) => name).filter((name) => !["prometheus", "alertmanager"].includes(name)).sort());
    });

    it("is in the stack's namespace and has its labels", () => {
        for (const { metadata } of [...annotated, ...operated]) {
            expect(metadata).toMatchObject({ namespace: "shop", labels: { "app.kubernetes.io/instance": "healthai", "app.kubernetes.io/part-of": "healthai", "app.kubernetes.io/managed-by": "evenkeel" } });
        }
    });

    it("is found by the labels that those look for who read it", () => {
        const labelled = (objects: readonly Supporting[], label: string, value: string) => listed(objects.filter(({ metadata }) => metadata.labels[label] === value));
        expect(labelled(annotated, "grafana_dashboard", "1")).toEqual(dashboards);
        expect(labelled(operated, "release", "prometheus")).toEqual(["PodMonitor healthai-proxy", "PodMonitor healthai-app", "PrometheusRule healthai-alerts"]);
    });
});

describe("the pages of several stacks in one Grafana", () => {
    const stacks = [measuredCluster(), measuredCluster({}, { namespace: "shop-staging" }), measuredCluster({ name: "wiki" })].map(monitoringObjects);

    it("have files, ids and titles of their own", () => {
        const all = stacks.flatMap(pages);
        expect(new Set(all.map(({ uid }) => uid)).size).toBe(all.length);
        expect(new Set(all.map(({ title }) => title)).size).toBe(all.length);
        expect(all.every(({ uid }) => uid.length <= 40)).toBe(true);
        const files = stacks.flatMap((objects) => objects.flatMap((object) => (object.kind === "ConfigMap" ? Object.keys(object.data) : []))).filter((name) => name.endsWith(".json"));
        expect(new Set(files).size).toBe(all.length);
    });

    it("link to those of the same stack alone", () => {
        expect(stacks.map((objects) => [...new Set(pages(objects).map(({ tags }) => tags.join(" ")))])).toEqual([["evenkeel shop/healthai"], ["evenkeel shop-staging/healthai"], ["evenkeel shop/wiki"]]);
    });

    it("are called by the stack's name alone where its namespace has the same", () => {
        expect(pages(monitoringObjects(measuredCluster({}, { namespace: "healthai" }))).map(({ title }) => title)).toEqual(["healthai: Load balancer", "healthai: app", "healthai: docs"]);
    });

    it("fit into ConfigMaps, however many services there are", () => {
        const many = measuredCluster({ services: Array.from({ length: 100 }, (_, i) => kubernetesService(`service-with-a-long-name-${String(i)}`, { backups: 1 })) });
        const sizes = monitoringObjects(many).map((object) => (object.kind === "ConfigMap" ? Buffer.byteLength(JSON.stringify(object.data)) : 0));
        expect(Math.max(...sizes)).toBeLessThan(mapLimit / 2);
    });
});
