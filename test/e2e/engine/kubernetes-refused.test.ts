import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { whyNoCluster } from "../kubernetes/cluster/reasons";
import type { Ended } from "./engine-process";
import { KubernetesBench } from "./kubernetes-bench";

const reason = whyNoCluster();

describe.skipIf(reason !== undefined)(`what a Kubernetes cluster refuses${reason === undefined ? "" : ` (${reason})`}`, () => {
    const bench = KubernetesBench.forTests();

    test("without being told to take fields over, what others have set is told and left", async () => {
        bench.renew({ enablePatchForce: false });
        await bench.run("up", bench.namespace, bench.deployment("a:1"));
        await bench.cluster.kubectl("scale", "-n", bench.space, "deployment/t-app", "--replicas", "5");
        const { result, lines } = await bench.run("up", bench.namespace, bench.deployment("a:1", { replicas: 3 }));
        expect(result?.ok).toBe(false);
        expect(lines.join("\n")).toMatch(/Deployment t-engine-\d+\/t-app: others have set fields of it that this would change:\n\s+spec\.replicas: set by "kubectl" with subresource "scale"/);
        expect(await bench.get("deployment", "t-app", ".spec.replicas")).toBe("5");
    });

    test("a field that is none never gets past preview, before there is a namespace and after", async () => {
        const wrong = bench.deployment("a:1", { replica: 2, paused: false, minReadySecond: 1 });
        const early = await bench.run("preview", bench.namespace, wrong);
        expect(early.result?.ok).toBe(false);
        expect(early.lines.join("\n")).toContain("it has no field spec.minReadySecond, spec.replica in this cluster's version of the API");
        await bench.run("up", bench.namespace, bench.deployment("a:1"));
        for (const mode of ["preview", "up"] as const) {
            const { result, lines } = await bench.run(mode, bench.namespace, wrong);
            expect(result?.ok, mode).toBe(false);
            expect(lines.join("\n")).toContain("it has no field spec.");
        }
    });

    test("every value that is wrong is told with its field", async () => {
        const { result, lines } = await bench.run("preview", bench.namespace, bench.deployment("", { replicas: -1 }));
        expect(result?.ok).toBe(false);
        expect(lines.join("\n")).toMatch(/the cluster finds this invalid:\n\s+spec\.replicas: Invalid value: -1: .*\n\s+spec\.template\.spec\.containers\[0\]\.image: Required value/);
    });

    test("an object of somebody else's is left alone, unless the provider takes objects over", async () => {
        await bench.cluster.kubectl("create", "namespace", bench.space);
        await bench.cluster.kubectl("create", "configmap", "-n", bench.space, "t-files", "--from-literal=theirs=1");
        bench.renew({ upsertExistingObjects: false });
        const attempt = (): Promise<Ended> => bench.run("up", bench.wish("configMap", "files", { data: { ours: "1" } }, { after: [] }));
        expect((await attempt()).lines.join("\n")).toContain("an object of this kind and name is there already");
        expect((await bench.stack.run("destroy")).result?.ok).toBe(true);
        expect(await bench.get("configmap", "t-files", ".data")).toBe('{"theirs":"1"}');
        bench.renew({ upsertExistingObjects: true });
        expect((await attempt()).result?.ok).toBe(true);
        expect(await bench.get("configmap", "t-files", ".data")).toBe('{"ours":"1","theirs":"1"}');
    });

    test("a quota that is exceeded and a kind that is unknown are told", async () => {
        await bench.cluster.kubectl("create", "namespace", bench.space);
        await bench.cluster.kubectl("create", "quota", "-n", bench.space, "small", "--hard=configmaps=1");
        await expect.poll(() => bench.get("quota", "small", ".status.used.configmaps"), { timeout: 60_000 }).toBe("1");
        const full = await bench.run("preview", bench.namespace, bench.wish("configMap", "one"), bench.wish("configMap", "two"));
        expect(full.lines.join("\n")).toMatch(/ConfigMap t-engine-\d+\/t-(one|two): it does not fit into the namespace's quota: small, requested: configmaps=1, used: configmaps=1, limited: configmaps=1/);
        const monitor = bench.wish("custom", "monitor", { apiVersion: "monitoring.coreos.com/v1", kind: "PodMonitor", spec: {} });
        const preview = await bench.run("preview", bench.namespace, monitor);
        expect(preview.result?.ok).toBe(true);
        expect(preview.lines.join("\n")).toContain("objects of the kind PodMonitor are not checked by the cluster in this preview.");
        const up = await bench.run("up", bench.namespace, monitor);
        expect(up.result?.ok).toBe(false);
        expect(up.lines.join("\n")).toMatch(/PodMonitor t-engine-\d+\/t-monitor: the cluster at https:.* does not know this kind of object\./);
    });

    test("who may not do it is told what to ask for", async () => {
        await bench.cluster.kubectl("create", "namespace", bench.space);
        await bench.cluster.kubectl("create", "serviceaccount", "-n", bench.space, "reader");
        await bench.cluster.kubectl("create", "rolebinding", "-n", bench.space, "reader", "--clusterrole=view", `--serviceaccount=${bench.space}:reader`);
        const token = (await bench.cluster.kubectl("create", "token", "-n", bench.space, "reader")).trim();
        const config = JSON.parse(await bench.cluster.kubectl("config", "view", "--raw", "-o", "json")) as { users: { user: object }[] };
        bench.renew({ kubeconfig: JSON.stringify({ ...config, users: config.users.map(user => ({ ...user, user: { token } })) }) });
        const files = bench.wish("configMap", "files", {}, { after: [] });
        const preview = await bench.run("preview", files);
        expect(preview.result?.ok).toBe(true);
        expect(preview.lines.join("\n")).toContain("objects of the kind ConfigMap are not checked by the cluster in this preview.");
        const up = await bench.run("up", files);
        expect(up.result?.ok).toBe(false);
        expect(up.lines.join("\n")).toMatch(/system:serviceaccount:t-engine-\d+:reader may not patch configmaps in the namespace t-engine-\d+ of the cluster at/);
    });

    test("a cluster that does not answer, and a context that is none: said in preview, and an error for up", async () => {
        const dead = JSON.stringify({ "current-context": "a", clusters: [{ name: "c", cluster: { server: "https://127.0.0.1:9" } }], contexts: [{ name: "a", context: { cluster: "c", user: "u" } }], users: [{ name: "u", user: {} }] });
        const cases: [Record<string, string>, string][] = [
            [{ kubeconfig: dead }, 'The cluster does not answer at https://127.0.0.1:9 (context "a"): connect ECONNREFUSED 127.0.0.1:9. Check that it runs'],
            [{ kubeconfig: bench.cluster.kubeconfig, context: "elsewhere" }, "The kubeconfig has no context elsewhere. It has: test. Check"],
            [{ kubeconfig: "/nowhere/config" }, "There is no kubeconfig: /nowhere/config can't be found."],
        ];
        for (const [provider, words] of cases) {
            bench.renew(provider);
            const preview = await bench.run("preview", bench.namespace, bench.wish("configMap", "files"));
            expect(preview.result).toMatchObject({ ok: true, summary: { created: 5 } });
            expect(preview.lines.join("\n")).toContain(`Nothing of this preview is checked by the cluster. ${words}`);
            const up = await bench.run("up", bench.namespace, bench.wish("configMap", "files"));
            expect(up.result).toMatchObject({ ok: false, summary: { failed: 1, skipped: 1 } });
            expect(up.lines.join("\n")).toContain(words);
        }
    });

    test("another cluster than the one that the objects are on is refused", async () => {
        await bench.run("up", bench.namespace);
        const server = "https://127.0.0.1:9";
        const kubeconfig = JSON.stringify({ "current-context": "a", clusters: [{ name: "c", cluster: { server } }], contexts: [{ name: "a", context: { cluster: "c" } }] });
        bench.stack.provider = { ...bench.stack.provider, kubeconfig };
        const { result, lines } = await bench.run("preview", bench.namespace);
        expect(result?.ok).toBe(false);
        expect(lines.join("\n")).toContain("The stack's objects are on another cluster than the one that is named now.");
    });

    test("a cluster that is gone can be given up", async () => {
        await bench.run("up", bench.namespace, bench.wish("configMap", "files"));
        const state = readFileSync(bench.stack.stateFile, "utf8");
        writeFileSync(bench.stack.stateFile, state.replaceAll(bench.cluster.kubeconfig, "/nowhere/config"));
        expect((await bench.stack.run("destroy")).result?.ok).toBe(false);
        const { result, lines } = await bench.stack.run("destroy", { leaveUnreachable: true });
        expect(result?.ok).toBe(true);
        expect(lines.join("\n")).toContain("is given up, and whatever it left stays where it is");
    });
});
