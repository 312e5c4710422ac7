import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { parse, stringify } from "yaml";
import { isKubernetesModel, type KubernetesModel } from "../../../components/config/model";
import { validate } from "../../../components/config/validate";
import { checkCluster } from "../../../tools/commands/doctor/kubernetes";
import { makePair } from "../../certificates";
import { whyNoCluster } from "./cluster/reasons";
import { TestCluster } from "./cluster/test-cluster";

const reason = whyNoCluster();
const release = "abc.def";

/** What `up` leaves of a stack, as far as the doctor looks at it. */
function deployed(name: string, component: string, replicas: number): object {
    const labels = { "app.kubernetes.io/name": name, "app.kubernetes.io/instance": "rag", "app.kubernetes.io/component": component };
    const annotations = component === "proxy" ? { "evenkeel/release": "abc", "evenkeel/certificate": "def" } : {};
    return {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name: `rag-${name}`, namespace: "rag", labels },
        spec: { replicas, selector: { matchLabels: labels }, template: { metadata: { labels, annotations }, spec: { containers: [{ name: "main", image: "rag:1.0.0" }] } } },
    };
}

describe.skipIf(reason !== undefined)(`the doctor and a Kubernetes cluster${reason === undefined ? "" : ` (${reason})`}`, () => {
    const folder = mkdtempSync(join(tmpdir(), "evenkeel-doctor-"));
    let cluster: TestCluster;

    beforeAll(async () => {
        cluster = await TestCluster.start({ node: false });
        vi.stubEnv("KUBECONFIG", cluster.kubeconfig);
    });

    afterAll(async () => {
        vi.unstubAllEnvs();
        await cluster.stop();
        rmSync(folder, { recursive: true });
    });

    /** Something before the proxy ends TLS where it is not exposed by itself. */
    function raw(kubernetes: { readonly expose?: object }): Record<string, unknown> {
        return {
            target: "kubernetes",
            site: { name: "rag", hosts: ["rag.example"], trustedProxies: ["10.244.0.0/16"] },
            tls: { mode: kubernetes.expose === undefined ? "self-signed" : "off" },
            kubernetes,
            services: { app: { routes: ["/"], port: 8000, instances: 3, image: "rag:1.0.0", resources: { cpu: { request: "100m" } }, volumes: [{ name: "data", path: "/data" }] } },
        };
    }

    function model(kubernetes: object = {}): KubernetesModel {
        const result = validate(raw(kubernetes));
        if ("problems" in result || !isKubernetesModel(result.model)) {
            throw new Error(JSON.stringify(result));
        }
        return result.model;
    }

    function evenkeel(command: string, kubernetes: object = {}, kubeconfig = cluster.kubeconfig): Promise<{ readonly status: number; readonly output: string }> {
        const file = join(folder, "Pulumi.rag.yaml");
        writeFileSync(file, stringify({ config: Object.fromEntries(Object.entries(raw(kubernetes)).map(([key, value]) => [`evenkeel:${key}`, value])) }));
        const env = { ...cluster.environment, KUBECONFIG: kubeconfig, EVENKEEL_HOME: join(folder, "home"), EVENKEEL_ENGINE: "embedded" };
        return new Promise(resolve => {
            execFile(process.execPath, ["tools/run.mjs", command, file], { env }, (error, stdout, stderr) => resolve({ status: error === null ? 0 : Number(error.code ?? 1), output: stdout + stderr }));
        });
    }

    /** @param last what was deployed; null: the stack is not up. */
    async function report(kubernetes: object = {}, last: string | null = release): Promise<string> {
        return (await checkCluster(model(kubernetes), last === null ? undefined : { release: last, instances: {}, model: model(kubernetes) })).text;
    }

    /** There is no node that would. */
    async function makePodsReady(count: number): Promise<void> {
        const list = async (): Promise<string[]> => (await cluster.kubectl("--namespace", "rag", "get", "pods", "--output", "name")).split("\n").filter(name => name !== "");
        await expect.poll(list, { timeout: 20_000 }).toHaveLength(count);
        const status = JSON.stringify({ status: { phase: "Running", conditions: [{ type: "Ready", status: "True" }] } });
        await Promise.all((await list()).map(name => cluster.kubectl("--namespace", "rag", "patch", name, "--subresource=status", "--patch", status)));
    }

    async function apply(...objects: object[]): Promise<void> {
        const file = join(folder, "objects.yaml");
        writeFileSync(file, objects.map(object => stringify(object)).join("---\n"));
        await cluster.kubectl("apply", "--filename", file);
    }

    async function kubeconfigOf(account: string, namespace: string): Promise<string> {
        const token = (await cluster.kubectl("--namespace", namespace, "create", "token", account)).trim();
        const config = parse(readFileSync(cluster.kubeconfig, "utf8")) as { users: { name: string }[] };
        const file = join(folder, `${account}-kubeconfig`);
        writeFileSync(file, stringify({ ...config, users: config.users.map(({ name }) => ({ name, user: { token } })) }));
        return file;
    }

    it("says that there is no such context, or no answer, and `up` goes no further", async () => {
        expect(await evenkeel("doctor", { context: "prod" })).toEqual({ status: 1, output: expect.stringMatching(/Cluster\n {2}missing {2}The kubeconfig has no context prod\. It has: \S+\..*\n.*-> Check KUBECONFIG/) as string });
        const nobody = join(folder, "nobody-there");
        writeFileSync(nobody, readFileSync(cluster.kubeconfig, "utf8").replace(/https:\/\/[\d.]+:\d+/, "https://127.0.0.1:1"));
        expect(await evenkeel("up", {}, nobody)).toEqual({ status: 1, output: "The cluster at https://127.0.0.1:1 does not answer (ECONNREFUSED).\nCheck KUBECONFIG and evenkeel:kubernetes context, with: kubectl version\nNothing was changed.\n" });
    });

    it("finds what an empty cluster lacks, and `up` leaves it empty", async () => {
        const { status, output } = await evenkeel("doctor", { autoscaling: { max: 5 } });
        expect(status, output).toBe(1);
        for (const words of [
            /^Cluster https:\S+ \(context \S+\)\n {2}ok {7}Kubernetes v1\.\d+/m,
            /^ {2}ok {7}your account may do all that `npm run up` does$/m,
            /^ {2}missing {2}no default storage class, for data of app$/m,
            /^ {2}warning {2}no metrics API: the number of pods of app stays what it is$/m,
            /^ {2}note {5}the namespace rag is not there yet/m,
            /^ {2}note {5}whether anything gives addresses to Services of type LoadBalancer/m,
            /^ {2}note {5}not up yet$/m,
        ]) {
            expect(output).toMatch(words);
        }
        expect(await evenkeel("up")).toEqual({ status: 1, output: expect.stringMatching(/^The cluster \S+ lacks what the stack needs:\n {2}missing {2}no default storage class.*\n.*\nNothing was changed\.\n$/) as string });
        expect(await cluster.kubectl("get", "namespaces", "--output", "name")).not.toContain("rag");
    });

    it("finds a storage class, and what it can't know of it", async () => {
        await apply({ apiVersion: "storage.k8s.io/v1", kind: "StorageClass", metadata: { name: "nfs", annotations: { "storageclass.kubernetes.io/is-default-class": "true" } }, provisioner: "example/nfs" });
        expect(await report({}, null)).toMatch(/ok +storage class nfs \(the default\), for data of app\n[\s\S]*note +whether the default storage class has volumes for several nodes/);
        expect(await report({ volumes: { storageClass: "fast" } }, null)).toMatch(/missing +no storage class fast, for data of app\n +-> .* The cluster has: nfs\./);
    });

    it("lists the rights that an account lacks", async () => {
        await cluster.kubectl("create", "serviceaccount", "reader");
        await cluster.kubectl("create", "clusterrolebinding", "reader", "--clusterrole=view", "--serviceaccount=default:reader");
        const { status, output } = await evenkeel("up", {}, await kubeconfigOf("reader", "default"));
        expect([status, output]).toEqual([1, expect.stringMatching(/missing +your account may not: patch, create namespaces; .*get, create, patch, delete, list secrets; .*create, patch, delete deployments\.apps; /) as string]);
        expect(output).toContain("Nothing was changed.");
    });

    it("takes an account that has all rights in the namespace, and none beside", async () => {
        await cluster.kubectl("create", "namespace", "owned");
        await cluster.kubectl("--namespace", "owned", "create", "serviceaccount", "owner");
        const rule = { apiGroups: ["*"], resources: ["*"], verbs: ["*"] };
        const [role, subject] = [{ apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "owner" }, { kind: "ServiceAccount", name: "owner", namespace: "owned" }];
        await apply(
            { apiVersion: "rbac.authorization.k8s.io/v1", kind: "Role", metadata: { name: "owner", namespace: "owned" }, rules: [rule] },
            { apiVersion: "rbac.authorization.k8s.io/v1", kind: "RoleBinding", metadata: { name: "owner", namespace: "owned" }, roleRef: role, subjects: [subject] },
        );
        const { output } = await evenkeel("doctor", { namespace: "owned" }, await kubeconfigOf("owner", "owned"));
        expect(output).toMatch(/ok +your account may do all that `npm run up` does\n +note +storage for data of app: your account may not look at storage classes\n/);
        expect(output).toContain("warning  the namespace owned is there, with the Pod Security level privileged");
        expect(output).toContain("Everything is there.");
    });

    it("finds Gateway, ingress class and Secrets where they are", async () => {
        const gateway = { expose: { type: "ClusterIP", gateway: { name: "main", namespace: "infra" } } };
        expect(await report(gateway, null)).toContain("missing  no Gateway API (HTTPRoute)");
        const ingress = { pullSecrets: ["registry"], expose: { type: "ClusterIP", ingress: { className: "traefik", tlsSecret: "site-cert" } } };
        expect(await report(ingress, null)).toMatch(/missing +no ingress class traefik\n[\s\S]*warning +no Secret registry[\s\S]*warning +no Secret site-cert/);
        await apply({ apiVersion: "networking.k8s.io/v1", kind: "IngressClass", metadata: { name: "traefik" }, spec: { controller: "example/traefik" } });
        await apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: "rag" } }, ...["registry", "site-cert"].map(name => ({ apiVersion: "v1", kind: "Secret", metadata: { name, namespace: "rag" } })));
        const found = await report(ingress, null);
        expect(found).toMatch(/ok +ingress class traefik\n +ok +Secret registry, site-cert\n/);
        expect(found).toMatch(/warning +the namespace rag is there, with the Pod Security level privileged: `npm run up` makes it restricted/);
    });

    it("compares what the stack asks for with what the namespace may have", async () => {
        await apply(
            { apiVersion: "v1", kind: "ResourceQuota", metadata: { name: "team", namespace: "rag" }, spec: { hard: { pods: "4", "requests.storage": "5Gi" } } },
            { apiVersion: "v1", kind: "LimitRange", metadata: { name: "usual", namespace: "rag" }, spec: { limits: [{ type: "Container", max: { memory: "256Mi" } }] } },
        );
        await expect.poll(() => report({}, null), { timeout: 20_000 }).toContain("missing  the stack needs 5 of pods, and the quota team leaves it 4 of 4");
        const found = await report({}, null);
        expect(found).toContain("missing  the stack needs 10 GiB more of requests.storage, and the quota team leaves it 5 GiB");
        expect(found).toContain("missing  nginx of rag-proxy has a limit of 512 MiB (memory), and the namespace's LimitRange usual allows 256 MiB");
        expect(found).toContain("warning  no node takes the stack's pods: all are cordoned or tainted, or there is none");
        await cluster.kubectl("--namespace", "rag", "delete", "resourcequota/team", "limitrange/usual");
        expect(await report({}, null)).not.toMatch(/quota|LimitRange/);
    });

    it("tells of a stack of which nothing is left", async () => {
        expect(await report()).toMatch(/missing +app: there is no Deployment rag-app\n.*\n +missing +proxy: there is no Deployment rag-proxy\n/);
    });

    it("finds in order what runs and serves what was deployed", async () => {
        const { certificate, key } = await makePair({ names: ["rag.example"], to: new Date(Date.now() + 30.5 * 86_400_000) });
        const encoded = (text: string): string => Buffer.from(text).toString("base64");
        const secret = { apiVersion: "v1", kind: "Secret", metadata: { name: "rag-tls", namespace: "rag" }, type: "kubernetes.io/tls", data: { "tls.crt": encoded(certificate), "tls.key": encoded(key) } };
        await apply(deployed("app", "application", 3), deployed("proxy", "proxy", 2), secret);
        await makePodsReady(5);
        await expect.poll(report, { timeout: 20_000 }).toContain("app: 3 of 3 pods are ready");
        const text = await report();
        expect(text).toContain("proxy: 2 of 2 pods are ready");
        expect(text).toContain("serves what was deployed last (abc.def)");
        expect(text).toContain("certificate good for 30 days");
        expect(text).not.toContain("missing");
    });

    it("tells of another release, of pods that are not ready, and of a number that somebody changed", async () => {
        await cluster.kubectl("--namespace", "rag", "scale", "deployment", "rag-app", "--replicas", "4");
        await expect.poll(() => report({}, "123.456"), { timeout: 20_000 }).toContain("app: 3 of 4 pods are ready");
        const text = await report({}, "123.456");
        expect(text).toContain("app: scaled to 4, but 3 were deployed last");
        expect(text).toContain("serves abc.def, but 123.456 was deployed last");
    });
});
