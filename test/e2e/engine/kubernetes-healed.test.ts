import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { whyNoCluster } from "../kubernetes/cluster/reasons";
import { KubernetesBench } from "./kubernetes-bench";
import type { KubernetesWish } from "./kubernetes-stack";

const reason = whyNoCluster();

describe.skipIf(reason !== undefined)(`objects on a Kubernetes cluster, when the engine is killed${reason === undefined ? "" : ` (${reason})`}`, () => {
    const bench = KubernetesBench.forTests();

    test("a creation that waits for its namespace", async () => {
        const { child, ended } = await bench.upUntil("files creating", bench.wish("configMap", "files", {}, { after: [] }));
        child.kill("SIGKILL");
        expect((await ended).signal).toBe("SIGKILL");
        expect(readFileSync(bench.stack.stateFile, "utf8")).toContain("pending_operations");
        await bench.cluster.kubectl("create", "namespace", bench.space);
        expect((await bench.stack.run("up")).result).toMatchObject({ ok: true, summary: { created: 1 } });
        expect(await bench.names("configmaps")).toEqual(["t-files"]);
    });

    /** The state as it is when the process dies between the cluster's answer and its being written down. */
    function forget(name: string): void {
        const state = JSON.parse(readFileSync(bench.stack.stateFile, "utf8")) as { deployment: { resources: { urn: string }[]; pending_operations?: object[] } };
        const { resources } = state.deployment;
        const made = resources.find(({ urn }) => urn.endsWith(`::${name}`));
        const draft = Object.fromEntries(Object.entries(made ?? {}).filter(([field]) => field !== "id" && field !== "outputs"));
        state.deployment.resources = resources.filter(resource => resource !== made);
        state.deployment.pending_operations = [{ resource: draft, type: "creating" }];
        writeFileSync(bench.stack.stateFile, JSON.stringify(state));
    }

    test.each([true, false])("a creation whose answer was lost, by up (objects are taken over: %s)", async upsertExistingObjects => {
        bench.renew({ upsertExistingObjects });
        const files = (...keys: string[]): KubernetesWish => bench.wish("configMap", "files", { metadata: { labels: Object.fromEntries(keys.map(key => [key, "1"])) } });
        await bench.run("up", bench.namespace, files("a", "b"));
        forget("files");
        expect((await bench.run("up", bench.namespace, files("a"))).result).toMatchObject({ ok: true, summary: { created: 1 } });
        expect(await bench.get("configmap", "t-files", ".metadata.labels")).toBe('{"a":"1"}');
    });

    test("a creation whose answer was lost, by down", async () => {
        await bench.run("up", bench.namespace, bench.wish("configMap", "files"));
        await bench.cluster.kubectl("create", "configmap", "-n", bench.space, "t-theirs");
        forget("files");
        expect((await bench.run("up", bench.namespace)).result).toMatchObject({ ok: true });
        expect(await bench.names("configmaps")).toEqual(["t-theirs"]);
    });

    test("a deletion that is wanted no more, by up", async () => {
        const files = bench.wish("configMap", "files");
        await bench.run("up", bench.namespace, files);
        await bench.hold("configmap", "t-files", ["example.org/hold"]);
        const { child, ended } = await bench.upUntil("files deleting", bench.namespace);
        await bench.cluster.kubectl("wait", "-n", bench.space, "configmap/t-files", "--for=jsonpath={.metadata.deletionTimestamp}", "--timeout=30s");
        child.kill("SIGKILL");
        await ended;
        const again = await bench.upUntil("waiting for an object of the same name that is being deleted", bench.namespace, files);
        await bench.hold("configmap", "t-files", null);
        expect((await again.ended).result).toMatchObject({ ok: true, summary: { created: 1 } });
        expect(await bench.get("configmap", "t-files", ".metadata.deletionTimestamp")).toBe("");
    });
});
