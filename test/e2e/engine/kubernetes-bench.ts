import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { TestCluster } from "../kubernetes/cluster/test-cluster";
import type { Ended } from "./engine-process";
import { makeKubernetesStack, type KubernetesKind, type KubernetesStack, type KubernetesWish } from "./kubernetes-stack";

const usual = { upsertExistingObjects: true, enablePatchForce: true, enableSecretMutable: true };
const skip = { "pulumi.com/skipAwait": "true" };

/** A cluster for the tests of a file, and for each of them a namespace and a stack. */
export class KubernetesBench {
    private count = 0;
    private made: { readonly cluster: TestCluster; stack: KubernetesStack } | undefined;

    /** To be called where the tests are described. */
    static forTests(): KubernetesBench {
        const bench = new KubernetesBench();
        beforeAll(async () => {
            const cluster = await TestCluster.start({ node: false });
            bench.made = { cluster, stack: makeKubernetesStack({}) };
        });
        beforeEach(() => {
            bench.count += 1;
            bench.renew({});
        });
        afterEach(async () => {
            await bench.cluster.kubectl("delete", "namespace", bench.space, "--ignore-not-found", "--wait=false");
        });
        afterAll(async () => {
            bench.made?.stack.remove();
            await bench.made?.cluster.stop();
        });
        return bench;
    }

    get cluster(): TestCluster {
        return this.parts.cluster;
    }

    get stack(): KubernetesStack {
        return this.parts.stack;
    }

    /** The namespace of the test. */
    get space(): string {
        return `t-engine-${String(this.count)}`;
    }

    get namespace(): KubernetesWish {
        return this.wish("namespace", "space", { metadata: { name: this.space } });
    }

    /** A new stack, with a provider that says this besides what it says for all tests. */
    renew(provider: Readonly<Record<string, unknown>>): void {
        this.stack.remove();
        this.parts.stack = makeKubernetesStack({ ...usual, kubeconfig: this.cluster.kubeconfig, namespace: this.space, ...provider });
    }

    /** An object that comes after the namespace. */
    wish(kind: KubernetesKind, name: string, args: Readonly<Record<string, unknown>> = {}, more: Partial<KubernetesWish> = {}): KubernetesWish {
        const { metadata = {}, ...others } = args as { metadata?: object };
        return { kind, name, args: { metadata: { name: `t-${name}`, annotations: skip, ...metadata }, ...others }, ...(kind === "namespace" ? {} : { after: ["space"] }), ...more };
    }

    deployment(image: string, spec: object = { replicas: 2 }, more: Partial<KubernetesWish> = {}): KubernetesWish {
        const labels = { app: "t" };
        const containers = [{ name: "c", image, resources: { requests: { cpu: "0.1" } } }];
        return this.wish("deployment", "app", { spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } }, ...spec } }, more);
    }

    async run(mode: "up" | "preview", ...wishes: KubernetesWish[]): Promise<Ended> {
        this.stack.wish(...wishes);
        return this.stack.run(mode);
    }

    /** Begins an up, and waits until it says something. */
    async upUntil(said: string, ...wishes: KubernetesWish[]): Promise<ReturnType<KubernetesStack["start"]>> {
        this.stack.wish(...wishes);
        const started = this.stack.start("up");
        await new Promise<void>((resolve, reject) => {
            started.child.stdout?.on("data", (data: Buffer) => {
                if (data.toString().includes(said)) {
                    resolve();
                }
            });
            started.child.once("exit", () => {
                reject(new Error(`the run ended without saying: ${said}`));
            });
        });
        return started;
    }

    async get(kind: string, name: string, path: string): Promise<string> {
        return this.cluster.kubectl("get", "-n", this.space, kind, name, "-o", `jsonpath={${path}}`);
    }

    /** Of the objects of a kind that the tests have made. */
    async names(kind: string): Promise<string[]> {
        const all = await this.cluster.kubectl("get", "-n", this.space, kind, "-o", "name");
        return all.split("\n").map(line => line.split("/")[1] ?? "").filter(name => name.startsWith("t-")).sort();
    }

    /** Who has set a field of an object. */
    async owners(kind: string, name: string, field: string): Promise<string[]> {
        const all = await this.cluster.kubectl("get", "-n", this.space, kind, name, "-o", "json", "--show-managed-fields");
        const { metadata } = JSON.parse(all) as { metadata: { managedFields: { manager: string; fieldsV1: object }[] } };
        return metadata.managedFields.filter(({ fieldsV1 }) => JSON.stringify(fieldsV1).includes(`"f:${field}"`)).map(({ manager }) => manager);
    }

    /** Keeps an object from going, or lets it go. */
    async hold(kind: string, name: string, finalizers: readonly string[] | null): Promise<void> {
        await this.cluster.kubectl("patch", "-n", this.space, kind, name, "--type=merge", "-p", JSON.stringify({ metadata: { finalizers } }));
    }

    private get parts(): { readonly cluster: TestCluster; stack: KubernetesStack } {
        if (this.made === undefined) {
            throw new Error("There is a cluster only while the tests run.");
        }
        return this.made;
    }
}
