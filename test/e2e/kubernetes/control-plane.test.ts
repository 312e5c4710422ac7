import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AutoscaledStack } from "./autoscaled";
import { isExisting, openCluster, whyNoStack } from "./cluster/existing-cluster";
import type { Cluster } from "./cluster/test-cluster";
import { KubernetesStack } from "./kubernetes-stack";

const reason = whyNoStack();
const onlyOwn = isExisting ? " (needs a cluster of its own: unset EVENKEEL_TEST_KUBECONFIG)" : "";
const prefix = isExisting ? `evenkeel-test-${String(process.pid)}` : "healthai";

interface Kept {
    readonly kind: string;
    readonly metadata: { readonly name: string; readonly uid: string; readonly deletionTimestamp?: string };
}

describe.skipIf(reason !== undefined)(`the life of the Kubernetes example${reason === undefined ? "" : ` (${reason})`}`, () => {
    let cluster: Cluster;
    let scaled: AutoscaledStack;
    let stack: KubernetesStack;

    beforeAll(async () => {
        cluster = await openCluster();
        scaled = new AutoscaledStack(cluster, `${prefix}-scaled`);
        stack = new KubernetesStack(cluster, prefix).withoutAutoscaling();
        if (isExisting) {
            stack.edit("type: LoadBalancer", "type: ClusterIP");
        }
    });

    afterAll(async () => {
        if (isExisting) {
            await cluster.kubectl("delete", "namespace", prefix, "--ignore-not-found", "--timeout=100s");
        }
        await cluster.stop();
        [scaled, stack].forEach(each => {
            each.forget();
        });
    });

    // Its five minutes of waiting are the other tests' time.
    it.skipIf(isExisting)(`has more pods under load${onlyOwn}`, async () => {
        await scaled.up();
        await scaled.grow();
    });

    it("comes up, and a second up changes nothing", async () => {
        expect(await stack.up()).toMatch(/Resources:\n +\+ +\d+ created\n/);
        expect(await stack.up()).toMatch(/Resources:\n +\d+ unchanged\n/);
    });

    it("is what render writes, by the cluster's own word", async () => {
        expect(await differences()).toBe("");
    });

    it("is admitted where the restricted profile is enforced, and has no field that the cluster does not know", async () => {
        const { metadata } = await stack.read<{ metadata: { labels: Record<string, string> } }>("namespace", stack.namespace);
        expect(metadata.labels).toMatchObject({ "pod-security.kubernetes.io/enforce": "restricted" });
        const files = await rendered();
        const strictly = ["--server-side", "--force-conflicts", "--dry-run=server", "--validate=strict", "--warnings-as-errors"];
        expect(await stack.kubectl("apply", ...strictly, "--filename", files)).toContain("serverside-applied");
        expect(await stack.kubectl("get", "events", "--field-selector", "reason=FailedCreate", "--output", "name")).toBe("");
    });

    it("changes what an edit is about, and nothing else", async () => {
        const [app, proxy, backup] = [await stack.identities("app"), await stack.identities("proxy"), await backups()];
        stack.edit("LOG_LEVEL: info", "LOG_LEVEL: debug");
        expect(await stack.up()).toMatch(/ ~ +4 updated\n/);
        expect((await stack.identities("app")).filter(uid => app.includes(uid))).toEqual([]);
        expect((await backups()).filter(uid => backup.includes(uid))).toEqual([]);
        expect(await stack.identities("proxy")).toEqual(proxy);
    });

    it("scales without touching the pods that stay", async () => {
        const three = await stack.identities("app");
        stack.edit("instances: 3", "instances: 4");
        await stack.up();
        expect(await stack.identities("app")).toHaveLength(4);
        expect(await stack.identities("app")).toEqual(expect.arrayContaining(three));
    });

    it("keeps its pods when autoscaling is switched on, and off again", async () => {
        const four = await stack.identities("app");
        const autoscaling = "    autoscaling: { min: 3, max: 5, cpu: 70 }\n";
        stack.edit("    probes:\n", `${autoscaling}    probes:\n`);
        await stack.up();
        expect(await stack.identities("app")).toEqual(four);
        expect((await stack.read<{ spec: object }>("hpa", "healthai-app")).spec).toMatchObject({ minReplicas: 3, maxReplicas: 5 });
        expect(await differences()).toBe("");
        expect(await stack.up()).toMatch(/Resources:\n +\d+ unchanged\n/);

        stack.edit(autoscaling, "");
        await stack.up();
        expect(await stack.identities("app")).toEqual(four);
        expect(await stack.kubectl("get", "hpa", "--output", "name")).toBe("");
        expect(await stack.up()).toMatch(/Resources:\n +\d+ unchanged\n/);
    });

    it("goes without its data, and finds it again when it comes back", async () => {
        const claims = await kept();
        expect(claims.map(([name]) => name)).toEqual(["healthai-app-backups", "healthai-app-data"]);
        expect((await stack.run("down")).status).toBe(0);
        const { items } = await stack.read<{ items: readonly Kept[] }>("deployments,services,configmaps,secrets,serviceaccounts,hpa,pdb,networkpolicies,ingresses");
        // Deployments end when the last of their pods has.
        const left = items.filter(({ metadata }) => metadata.deletionTimestamp === undefined).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
        expect(left).toEqual(["ConfigMap kube-root-ca.crt", "ServiceAccount default"]);
        expect(await kept()).toEqual(claims);
        await stack.up();
        expect(await kept()).toEqual(claims);
    });

    it.skipIf(isExisting)(`has three pods again when the load has been over for as long as the autoscaler waits${onlyOwn}`, async () => {
        await scaled.shrink();
    });

    /** The folder of manifests that `render` writes. */
    async function rendered(): Promise<string> {
        const folder = join(stack.folder, "rendered");
        const { status, output } = await stack.run("render", "--out", folder);
        expect(status, output).toBe(0);
        return join(folder, "kubernetes");
    }

    /** Between what is rendered and what is there; kubectl fails where there is any. */
    async function differences(): Promise<string> {
        return stack.kubectl("diff", "--filename", await rendered());
    }

    async function backups(): Promise<string[]> {
        const { items } = await stack.read<{ items: readonly Kept[] }>("pods", "--selector", "app.kubernetes.io/component=backup");
        return items.filter(({ metadata }) => metadata.deletionTimestamp === undefined).map(({ metadata }) => metadata.uid);
    }

    /** Claims: name and what tells them from others of that name. */
    async function kept(): Promise<string[][]> {
        const { items } = await stack.read<{ items: readonly Kept[] }>("persistentvolumeclaims");
        return items.map(({ metadata: { name, uid } }) => [name, uid]);
    }
});
