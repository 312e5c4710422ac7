import { ExampleStack } from "../example-stack";
import type { Cluster } from "./cluster/test-cluster";

/** What tests look at of a pod. */
export interface Pod {
    readonly metadata: { readonly name: string; readonly uid: string; readonly deletionTimestamp?: string };
    readonly status: { readonly podIP?: string; readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

/** The Kubernetes example in a namespace of a test's own. */
export class KubernetesStack extends ExampleStack {
    private address = "0.0.0.0";

    constructor(
        private readonly cluster: Cluster,
        readonly namespace = "healthai",
    ) {
        super("examples/healthai-kubernetes.yaml", cluster.environment);
        // The nginx in the tests' images is Debian's, all requests of a test come from one client, and the node has few processors.
        this.edit("  evenkeel:services:", '  evenkeel:nginx: { version: "1.22" }\n\n  evenkeel:services:');
        this.edit(/rateLimit: .*/, "rateLimit: off");
        this.edit("cpu: { request: 250m, limit: 500m }", "cpu: { request: 50m, limit: 500m }");
        this.edit(/( +)health: .*/, "$&\n$1failover: { failTimeout: 10s }");
        if (namespace !== "healthai") {
            this.edit("namespace: healthai #", `namespace: ${namespace} #`);
        }
    }

    /** As many pods as `instances` says. */
    withoutAutoscaling(): this {
        this.edit(/ {4}autoscaling:.*\n(?: {6,}.*\n)+/, "");
        return this;
    }

    get http(): string {
        return `http://${this.address}`;
    }

    get https(): string {
        return `https://${this.address}`;
    }

    override async up(): Promise<string> {
        const printed = await super.up();
        this.address = await this.kubectl("get", "service", "healthai-proxy", "--output", "jsonpath={.status.loadBalancer.ingress[0].ip}");
        return printed;
    }

    /** Runs kubectl in the stack's namespace. */
    kubectl(...args: string[]): Promise<string> {
        return this.cluster.kubectl("--namespace", this.namespace, ...args);
    }

    /** What `kubectl get` gives. */
    async read<T>(...what: string[]): Promise<T> {
        return JSON.parse(await this.kubectl("get", ...what, "--output", "json")) as T;
    }

    /** Those that are not about to go, of `app`, `proxy` and the like; by name. */
    async pods(name: string): Promise<readonly Pod[]> {
        const { items } = await this.read<{ items: readonly Pod[] }>("pods", "--selector", `app.kubernetes.io/name=${name},app.kubernetes.io/component!=backup`);
        return items.filter(pod => pod.metadata.deletionTimestamp === undefined).sort((a, b) => a.metadata.name.localeCompare(b.metadata.name));
    }

    /** What tells pods from those that take their place. */
    async identities(name: string): Promise<string[]> {
        return (await this.pods(name)).map(({ metadata }) => metadata.uid).sort();
    }
}

export function isReady({ status }: Pod): boolean {
    return status.conditions?.some(({ type, status: is }) => type === "Ready" && is === "True") === true;
}
