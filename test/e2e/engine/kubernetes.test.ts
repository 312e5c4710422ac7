import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { whyNoCluster } from "../kubernetes/cluster/reasons";
import { KubernetesBench } from "./kubernetes-bench";
import type { KubernetesWish } from "./kubernetes-stack";

const reason = whyNoCluster();

describe.skipIf(reason !== undefined)(`objects on a Kubernetes cluster${reason === undefined ? "" : ` (${reason})`}`, () => {
    const bench = KubernetesBench.forTests();

    function everything(image: string): KubernetesWish[] {
        const selector = { matchLabels: { app: "t" } };
        return [
            bench.namespace,
            bench.wish("configMap", "files", { data: { file: "a\nb\n" } }),
            bench.wish("secret", "words", { stringData: { word: "a-word-nobody-may-see" } }),
            bench.wish("serviceAccount", "account", { automountServiceAccountToken: false }),
            bench.wish("claim", "data", { spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1024Mi" } } } }),
            bench.wish("service", "service", { spec: { selector: { app: "t" }, ports: [{ name: "http", port: 80 }] } }),
            bench.deployment(image),
            bench.wish("autoscaler", "scaler", { spec: { minReplicas: 1, maxReplicas: 3, scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "t-app" } } }, { after: ["app"] }),
            bench.wish("budget", "budget", { spec: { maxUnavailable: 1, selector } }),
            bench.wish("networkPolicy", "policy", { spec: { podSelector: selector, ingress: [{ from: [{ podSelector: {} }] }], egress: [], policyTypes: ["Ingress"] } }),
            bench.wish("ingress", "ingress", { spec: { defaultBackend: { service: { name: "t-service", port: { number: 80 } } } } }),
        ];
    }

    test("the life of all of them: previewed, created, left alone, updated, deleted", async () => {
        expect((await bench.run("preview", ...everything("a:1"))).result).toMatchObject({ ok: true, summary: { created: 14 } });
        expect(await bench.cluster.kubectl("get", "namespaces", "-o", "name")).not.toContain(bench.space);

        const first = await bench.run("up", ...everything("a:1"));
        expect(first.result).toMatchObject({ ok: true, summary: { created: 14 } });
        expect(first.result?.outputs["ids"]).toMatchObject({ space: bench.space, app: `${bench.space}/t-app` });
        expect(await bench.get("deployment", "t-app", ".spec.template.spec.containers[0].image")).toBe("a:1");
        expect(await bench.get("secret", "t-words", ".data.word")).toBe(Buffer.from("a-word-nobody-may-see").toString("base64"));
        expect(`${readFileSync(bench.stack.stateFile, "utf8")}${first.lines.join("\n")}`).not.toMatch(/a-word-nobody-may-see|YS13b3JkLW5vYm9keS1tYXktc2Vl/);

        expect((await bench.run("up", ...everything("a:1"))).result).toMatchObject({ ok: true, summary: { same: 14 } });

        const preview = await bench.run("preview", ...everything("a:2"));
        expect(preview.result).toMatchObject({ ok: true, summary: { updated: 1, same: 13 } });
        expect((await bench.run("up", ...everything("a:2"))).result).toMatchObject({ ok: true, summary: { updated: 1, same: 13 } });
        expect(await bench.get("deployment", "t-app", ".spec.template.spec.containers[0].image")).toBe("a:2");

        expect((await bench.stack.run("destroy")).result).toMatchObject({ ok: true, summary: { deleted: 14 } });
        await bench.cluster.kubectl("wait", "--for=delete", `namespace/${bench.space}`, "--timeout=60s");
    });

    test("what is edited in data that is fixed comes under a new name first, and the old one that is retained stays", async () => {
        const files = (generation: string): KubernetesWish => bench.wish("configMap", "files", { metadata: { name: `t-files-${generation}` }, immutable: true, data: { file: generation } }, { options: { retainOnDelete: true } });
        const mounting = (generation: string): KubernetesWish[] => [bench.namespace, files(generation), bench.deployment(`a:${generation}`, {}, { after: ["files"] })];
        await bench.run("up", ...mounting("1"));
        const second = await bench.run("up", ...mounting("2"));
        expect(second.result).toMatchObject({ ok: true, summary: { replaced: 1, updated: 1 } });
        const order = second.lines.filter(line => /(ConfigMap|Deployment) \w+ (?!.*\.\.\.$)/.test(line));
        expect(order).toEqual([
            expect.stringMatching(/\+- .*ConfigMap files created replacement/),
            expect.stringMatching(/~ .*Deployment app updated/),
            expect.stringMatching(/-- .*ConfigMap files deleted replaced.* \[retain\]/),
        ]);
        expect(await bench.names("configmaps")).toEqual(["t-files-1", "t-files-2"]);
        expect(readFileSync(bench.stack.stateFile, "utf8")).not.toContain("t-files-1");
        expect((await bench.run("up", ...mounting("1"))).result).toMatchObject({ ok: true, summary: { replaced: 1 } });
    });

    test("what is edited in data that is fixed under the same name goes before it comes", async () => {
        const wishes = (file: string, mode: string): KubernetesWish[] => [
            bench.namespace,
            bench.wish("configMap", "files", { immutable: true, data: { file } }),
            bench.wish("claim", "data", { spec: { accessModes: [mode], resources: { requests: { storage: "1Gi" } } } }),
        ];
        await bench.run("up", ...wishes("1", "ReadWriteOnce"));
        const uid = await bench.get("configmap", "t-files", ".metadata.uid");
        expect((await bench.run("preview", ...wishes("2", "ReadWriteMany"))).result).toMatchObject({ ok: true, summary: { replaced: 2 } });
        expect((await bench.run("up", ...wishes("2", "ReadWriteMany"))).result).toMatchObject({ ok: true, summary: { replaced: 2 } });
        expect(await bench.get("persistentvolumeclaim", "t-data", ".spec.accessModes[0]")).toBe("ReadWriteMany");
        expect(await bench.get("configmap", "t-files", ".data.file")).toBe("2");
        expect(await bench.get("configmap", "t-files", ".metadata.uid")).not.toBe(uid);
    });

    test("replicas go over to who scales them and stay theirs in updates, and come back", async () => {
        await bench.run("up", bench.namespace, bench.deployment("a:1"));
        await bench.cluster.kubectl("scale", "-n", bench.space, "deployment/t-app", "--replicas", "5");
        const options = { ignoreChanges: ["spec.replicas"] };
        expect((await bench.run("up", bench.namespace, bench.deployment("a:1", {}, { options }))).result).toMatchObject({ ok: true });
        expect((await bench.run("up", bench.namespace, bench.deployment("a:2", {}, { options }))).result).toMatchObject({ ok: true, summary: { updated: 1 } });
        expect(await bench.get("deployment", "t-app", ".spec.replicas")).toBe("5");
        expect(await bench.owners("deployment", "t-app", "replicas")).not.toContainEqual(expect.stringMatching(/^pulumi/));
        expect((await bench.run("up", bench.namespace, bench.deployment("a:2", {}, { options }))).result).toMatchObject({ summary: { same: 5 } });

        expect((await bench.run("up", bench.namespace, bench.deployment("a:2", { replicas: 2 }))).result).toMatchObject({ ok: true, summary: { updated: 1 } });
        expect(await bench.get("deployment", "t-app", ".spec.replicas")).toBe("2");
        expect(await bench.owners("deployment", "t-app", "replicas")).toContainEqual(expect.stringMatching(/^pulumi-kubernetes-[0-9a-f]{8}$/));
    });

    test("handing replicas over before anybody scales drops none", async () => {
        await bench.run("up", bench.namespace, bench.deployment("a:1", { replicas: 4 }));
        const handed = bench.deployment("a:2", {}, { options: { ignoreChanges: ["spec.replicas"] } });
        expect((await bench.run("up", bench.namespace, handed)).result).toMatchObject({ ok: true, summary: { updated: 1 } });
        expect(await bench.get("deployment", "t-app", ".spec.replicas")).toBe("4");
    });

    test("an object that was created plainly loses what the program no longer sets", async () => {
        bench.renew({ upsertExistingObjects: false });
        await bench.run("up", bench.namespace, bench.deployment("a:1", { paused: true }));
        expect((await bench.run("up", bench.namespace, bench.deployment("a:1", {}))).result).toMatchObject({ ok: true, summary: { updated: 1 } });
        expect(await bench.get("deployment", "t-app", ".spec.paused")).toBe("");
    });

    test("what is gone is made anew by its next update, and deleted without an error", async () => {
        await bench.run("up", bench.namespace, bench.wish("configMap", "one", { metadata: { labels: { v: "1" } } }), bench.wish("configMap", "two"));
        await bench.cluster.kubectl("delete", "configmap", "-n", bench.space, "t-one", "t-two");
        const { result, lines } = await bench.run("up", bench.namespace, bench.wish("configMap", "one", { metadata: { labels: { v: "2" } } }));
        expect(result).toMatchObject({ ok: true, summary: { updated: 1, deleted: 1 } });
        expect(lines.join("\n")).toContain("it is gone from the cluster: making it anew");
        expect(await bench.names("configmaps")).toEqual(["t-one"]);
    });

    test("an object of the same name that is on its way out is waited for", async () => {
        await bench.cluster.kubectl("create", "namespace", bench.space);
        await bench.cluster.kubectl("create", "configmap", "-n", bench.space, "t-one");
        await bench.hold("configmap", "t-one", ["example.org/hold"]);
        await bench.cluster.kubectl("delete", "configmap", "-n", bench.space, "t-one", "--wait=false");
        const wanted = bench.wish("configMap", "one", { data: { a: "1" } }, { after: [] });
        const { ended } = await bench.upUntil("waiting for an object of the same name that is being deleted", wanted);
        await bench.hold("configmap", "t-one", null);
        expect((await ended).result).toMatchObject({ ok: true });
        expect(await bench.get("configmap", "t-one", ".data.a")).toBe("1");
    });

    test("a custom resource goes through its life as any object", async () => {
        const names = { plural: "podmonitors", singular: "podmonitor", kind: "PodMonitor" };
        const version = { name: "v1", served: true, storage: true, schema: { openAPIV3Schema: { type: "object", properties: { spec: { type: "object", properties: { interval: { type: "string" } } } } } } };
        const definition = join(bench.stack.dir, "definition.json");
        const spec = { group: "monitoring.coreos.com", scope: "Namespaced", names, versions: [version] };
        writeFileSync(definition, JSON.stringify({ apiVersion: "apiextensions.k8s.io/v1", kind: "CustomResourceDefinition", metadata: { name: "podmonitors.monitoring.coreos.com", annotations: { "api-approved.kubernetes.io": "unapproved" } }, spec }));
        await bench.cluster.kubectl("apply", "-f", definition);
        await bench.cluster.kubectl("wait", "--for=condition=Established", "-f", definition, "--timeout=60s");
        const monitor = (interval: string): KubernetesWish => bench.wish("custom", "monitor", { apiVersion: "monitoring.coreos.com/v1", kind: "PodMonitor", spec: { interval } });
        expect((await bench.run("up", bench.namespace, monitor("1s"))).result).toMatchObject({ ok: true });
        expect((await bench.run("up", bench.namespace, monitor("2s"))).result).toMatchObject({ ok: true, summary: { updated: 1 } });
        const wrong = await bench.run("preview", bench.namespace, bench.wish("custom", "monitor", { apiVersion: "monitoring.coreos.com/v1", kind: "PodMonitor", spec: { intervall: "2s" } }));
        expect(wrong.lines.join("\n")).toContain("it has no field spec.intervall");
        await bench.cluster.kubectl("delete", "-f", definition);
        expect((await bench.stack.run("destroy")).result).toMatchObject({ ok: true });
    });
});
