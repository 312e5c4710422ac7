import type { Dashboard } from "@grafana/schema";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { missing } from "../docker/program";
import { pause } from "../example-stack";
import { whyNoNode } from "./cluster/reasons";
import { TestCluster } from "./cluster/test-cluster";
import { KubernetesStack } from "./kubernetes-stack";
import { ApiProxy } from "./monitoring/api-proxy";
import { ClusterPrometheus, type Job } from "./monitoring/cluster-prometheus";

const lacking = missing(["prometheus", "mtail", "prometheus-nginx-exporter", "prometheus-node-exporter"]);
const reason = lacking.length > 0 ? `needs ${lacking.join(", ")}` : whyNoNode();

interface ConfigMap {
    readonly metadata: { readonly name: string };
    readonly data: Readonly<Record<string, string>>;
}

/** The kubelet's own figures of pods, as any cluster's Prometheus has them. */
const kubelet: Job & Record<string, unknown> = { job_name: "kubelet", scrape_interval: "5s", metrics_path: "/api/v1/nodes/real-0/proxy/metrics/cadvisor" };

/** The job that Prometheus' charts have for annotated pods, in a few words. */
const annotatedPods: Job & Record<string, unknown> = {
    job_name: "kubernetes-pods",
    honor_labels: true,
    scrape_interval: "5s",
    kubernetes_sd_configs: [{}],
    relabel_configs: [
        { source_labels: ["__meta_kubernetes_pod_annotation_prometheus_io_scrape"], regex: "true", action: "keep" },
        { source_labels: ["__meta_kubernetes_pod_annotation_prometheus_io_path"], regex: "(.+)", target_label: "__metrics_path__" },
        { source_labels: ["__meta_kubernetes_pod_ip", "__meta_kubernetes_pod_annotation_prometheus_io_port"], regex: "(.+);(\\d+)", replacement: "$1:$2", target_label: "__address__" },
        { source_labels: ["__meta_kubernetes_namespace"], target_label: "namespace" },
        { source_labels: ["__meta_kubernetes_pod_name"], target_label: "pod" },
    ],
};

describe.skipIf(reason !== undefined)(`the Kubernetes example, measured${reason === undefined ? "" : ` (${reason})`}`, () => {
    let cluster: TestCluster;
    let stack: KubernetesStack;
    let api: ApiProxy;
    let told: ClusterPrometheus;
    let annotated: ClusterPrometheus;

    /** What ends whatever was started, in that order. */
    const ends: (() => unknown)[] = [];

    beforeAll(async () => {
        cluster = await TestCluster.start({ node: true });
        ends.push(() => cluster.stop());
        stack = new KubernetesStack(cluster, "measured").withoutAutoscaling();
        ends.push(() => stack.remove());
        stack.edit("interval: 15s", "interval: 5s");
        stack.edit("/monitoring/export, interval: 30s", "/monitoring/export, interval: 5s");
        await stack.up();
        api = await ApiProxy.start(cluster);
        ends.push(() => api.stop());
        const { data } = await stack.read<ConfigMap>("configmap", "healthai-prometheus");
        const jobs = (file: string) => (parse(data[file] ?? "") as { scrape_configs: readonly Job[] }).scrape_configs;
        const nodes = { ...kubelet, static_configs: [{ targets: [api.address] }] };
        told = await ClusterPrometheus.start(api.url, [...jobs("scrape-proxy.yml"), ...jobs("scrape-services.yml"), nodes], data["alert-rules.yml"]);
        ends.push(() => told.stop());
        annotated = await ClusterPrometheus.start(api.url, [...jobs("scrape-proxy.yml"), annotatedPods, nodes], data["alert-rules.yml"]);
        ends.push(() => annotated.stop());
    }, 900_000);

    afterAll(async () => {
        for (const end of ends.reverse()) {
            await end();
        }
    });

    async function addresses(name: string): Promise<string[]> {
        const { items } = await stack.read<{ items: readonly { status: { podIP: string } }[] }>("pods", "--selector", `app.kubernetes.io/name=${name}`);
        return items.map(({ status }) => status.podIP).sort();
    }

    /** As jobs call them. */
    async function expected(jobOfServices: string): Promise<string[]> {
        const [proxies, app] = await Promise.all([addresses("proxy"), addresses("app")]);
        const exporters = [["nginx", 9113], ["node-exporter", 9100], ["access-log", 3903]] as const;
        return [...proxies.flatMap(ip => exporters.map(([job, port]) => `${job} ${ip}:${String(port)}`)), ...app.map(ip => `${jobOfServices} ${ip}:8000`)].sort();
    }

    /** What a figure is once all that tell of it have been asked, and nothing more has come. */
    async function settled(figure: () => Promise<number>): Promise<number> {
        for (let before = NaN, now = await figure(); ; before = now, now = await figure()) {
            if (now === before) {
                return now;
            }
            await pause(7000);
        }
    }

    const ofPods = async (prometheus: ClusterPrometheus) => (await prometheus.targets()).filter(target => !target.startsWith("kubelet "));

    it("has each Prometheus find every pod, up", async () => {
        await expect.poll(() => ofPods(told), { timeout: 60_000, interval: 1000 }).toEqual(await expected("app"));
        await expect.poll(() => ofPods(annotated), { timeout: 60_000, interval: 1000 }).toEqual(await expected("kubernetes-pods"));
    });

    it("has series for every query of every page, after some requests", async () => {
        const { items } = await stack.read<{ items: readonly ConfigMap[] }>("configmaps", "--selector", "grafana_dashboard=1");
        const pages = items.flatMap(({ data }) => Object.values(data).map(text => JSON.parse(text) as Dashboard));
        const queries = pages.flatMap(({ title, panels = [] }) => panels.flatMap(panel => ("targets" in panel ? (panel.targets ?? []) : []).map(target => ({
            name: `${title ?? ""} / ${panel.title ?? ""}`,
            expression: String(target["expr"]).replaceAll("$__rate_interval", "20s"),
        })))).filter(({ name }) => !name.endsWith(" / Volumes"));
        expect(queries.length).toBeGreaterThan(30);
        const empty = async () => {
            const asked = [told, annotated].flatMap(prometheus => queries.map(async query => ({ ...query, series: await prometheus.query(query.expression) })));
            return (await Promise.all(asked)).filter(({ series }) => series.length === 0 || series.some(({ value }) => value[1] === "NaN"));
        };
        await stack.during(() => expect.poll(empty, { timeout: 120_000, interval: 1000 }).toEqual([]), 20);
    });

    it("calls a pod by its address in the figures of all who tell of it", async () => {
        const of = async (series: string) => [...new Set((await told.query(series)).map(({ metric }) => metric["instance"]))].sort();
        const pods = await addresses("app");
        expect(await of('evenkeel_instance_up{service="app"}')).toEqual(pods);
        expect(await of('up{service="app"}')).toEqual(pods);
        expect(pods).toEqual(expect.arrayContaining(await of('evenkeel_requests_total{service="app",instance!=""}')));
    });

    it("counts a request once, whichever proxy has had it", async () => {
        const counted = async () => Number((await told.query('sum(evenkeel_requests_total{service="app"})'))[0]?.value[1]);
        const before = await settled(counted);
        for (let i = 0; i < 40; i += 1) {
            expect((await stack.get("/")).status).toBe(200);
        }
        await expect.poll(counted, { timeout: 30_000, interval: 500 }).toBe(before + 40);
    });

    it("is quiet while all is well", async () => {
        await expect.poll(async () => [await told.alerts(), await annotated.alerts()], { timeout: 60_000, interval: 1000 }).toEqual([[], []]);
    });

    it("tells of pods that are gone and don't come back, and of their return", async () => {
        const pods = async (name: string) => (await stack.pods(name)).map(({ metadata }) => metadata.name);
        await cluster.kubectl("cordon", "real-0");
        const [first = "", second = ""] = await pods("app");
        await stack.kubectl("delete", "pod", first, "--wait=false");
        await expect.poll(() => told.alerts(), { timeout: 90_000, interval: 1000 }).toEqual(["InstanceDown warning app"]);
        await stack.kubectl("delete", "pod", second, (await pods("proxy"))[0] ?? "", "--wait=false");
        const all = ["InstanceDown warning app", "PoolBelowHalf critical app", "ProxyDown warning"];
        await expect.poll(() => told.alerts(), { timeout: 120_000, interval: 1000 }).toEqual(all);
        // A proxy that is about to go is a target until it has gone.
        await expect.poll(() => annotated.alerts(), { timeout: 120_000, interval: 1000 }).toEqual(all);
        await cluster.kubectl("uncordon", "real-0");
        await expect.poll(() => told.alerts(), { timeout: 120_000, interval: 1000 }).toEqual([]);
    });
});
