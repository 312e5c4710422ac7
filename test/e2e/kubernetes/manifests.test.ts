import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Exposure, KubernetesModel } from "../../../components/config/model";
import { render } from "../../../components/proxy/render";
import { targetFiles } from "../../../components/targets/files";
import type { Deployment } from "../../../components/targets/kubernetes/manifests/manifest";
import { writeManifests } from "../../../tools/rendering/write-manifests";
import { container } from "../../unit/docker/model";
import { kubernetesExamples } from "../../unit/kubernetes/examples";
import { autoscaling, claim, kubernetesModel, kubernetesService, kubernetesTarget, monitoring } from "../../unit/kubernetes/model";
import { deploymentsOf } from "../../unit/kubernetes/objects";
import { model as hostModel } from "../../unit/proxy/model";
import { whyNoCluster } from "./cluster/reasons";
import { TestCluster } from "./cluster/test-cluster";
import { customDefinitions } from "./custom-definitions";

const noCluster = whyNoCluster();
const definitions = customDefinitions();
const title = (text: string, reason: string | undefined): string => `${text}${reason === undefined ? "" : ` (${reason})`}`;

function exposedAs(exposure: Partial<Exposure>): KubernetesModel {
    const target = kubernetesTarget();
    return kubernetesModel({ site: { ...hostModel().site, hosts: ["api.example.com", "*.example.com"] }, target: { ...target, exposure: { ...target.exposure, ...exposure } } });
}

/** What a stack may be made of, each thing in at least one of them. */
const variants: Readonly<Record<string, KubernetesModel>> = {
    ...Object.fromEntries(kubernetesExamples.map(({ name, model }) => [name, model])),
    "all that services can have": kubernetesModel({
        tls: { mode: "self-signed", profile: "intermediate", hsts: null },
        target: kubernetesTarget({ pullSecrets: ["registry"], discovery: { by: "annotations", from: "monitoring", labels: [] } }),
        monitoring,
        services: [
            kubernetesService("app", { autoscaling: { ...autoscaling, memory: 80 }, backups: 2, claims: [claim("data")] }, {
                container: container({ secrets: ["API_KEY"], readOnly: true, user: "1000:2000", volumes: [{ name: "data", path: "/data", readOnly: true }] }),
            }),
            kubernetesService("web", { replicas: 1, claims: [claim("data", { accessMode: "ReadWriteOncePod", storageClass: "fast" })] }, {
                container: container({ probe: ["/bin/probe", "--now"], volumes: [{ name: "data", path: "/data", readOnly: false }] }),
                metrics: { path: "/metrics", interval: monitoring.interval },
            }),
        ],
    }),
    "a load balancer of a class": exposedAs({ loadBalancerClass: "example.com/lb", sourceRanges: ["10.0.0.0/8", "fd00::/8"], annotations: [{ name: "example.com/shape", value: "small" }] }),
    "ports of nodes": exposedAs({ service: "NodePort", nodePorts: { http: 30_080, https: null } }),
    "an Ingress": exposedAs({ service: "ClusterIP", through: { kind: "ingress", className: "traefik", annotations: [{ name: "example.com/limit", value: "1" }], tlsSecret: "site" } }),
};

const customVariants: Readonly<Record<string, KubernetesModel>> = {
    "a Gateway": exposedAs({ service: "ClusterIP", through: { kind: "gateway", name: "public", namespace: "gateways", listener: "https" } }),
    "the Prometheus operator": kubernetesModel({
        target: kubernetesTarget({ discovery: { by: "operator", from: null, labels: [{ name: "release", value: "prometheus" }] } }),
        monitoring,
        services: [kubernetesService("app", {}, { metrics: { path: "/metrics", interval: monitoring.interval } })],
    }),
};

describe.skipIf(noCluster !== undefined)(title("the manifests on a control plane", noCluster), () => {
    const folder = mkdtempSync(join(tmpdir(), "evenkeel-manifests-"));
    let cluster: TestCluster;

    beforeAll(async () => {
        cluster = await TestCluster.start({ node: false });
        if ("files" in definitions) {
            await cluster.kubectl("apply", "--server-side", ...definitions.files.flatMap(file => ["--filename", file]));
            await cluster.kubectl("wait", "--for=condition=Established", "crd", "--all");
        }
    });

    afterAll(async () => {
        await cluster.stop();
        rmSync(folder, { recursive: true, force: true });
    });

    describe.each(Object.keys(variants))("%s", name => { isTaken(name, variants); });
    describe.skipIf("reason" in definitions).each(Object.keys(customVariants))(title("%s", "reason" in definitions ? definitions.reason : undefined), name => { isTaken(name, customVariants); });

    function isTaken(name: string, models: Readonly<Record<string, KubernetesModel>>): void {
        const model = models[name] ?? kubernetesModel();
        const place = join(folder, name.replaceAll(" ", "-"));
        const files = join(place, "kubernetes");

        it("is taken as it is, with no field unknown and no word of warning", async () => {
            writeManifests(model, render(model, targetFiles(model)), place);
            expect(await cluster.kubectl("apply", "--server-side", "--validate=strict", "--warnings-as-errors", "--filename", files)).toContain("serverside-applied");
        });

        it("then differs in nothing from what is there", async () => {
            expect(await cluster.kubectl("diff", "--filename", files)).toBe("");
        });

        it("has pods that a namespace with the restricted profile admits", async () => {
            const labels = await cluster.kubectl("get", "namespace", model.target.namespace, "--output", "jsonpath={.metadata.labels}");
            expect(labels).toContain('"pod-security.kubernetes.io/enforce":"restricted"');
            for (const deployment of deploymentsOf(model)) {
                const file = join(place, `${deployment.metadata.name}.json`);
                writeFileSync(file, JSON.stringify(podOf(deployment)));
                expect(await cluster.kubectl("create", "--dry-run=server", "--validate=strict", "--filename", file)).toContain("created (server dry run)");
            }
        });

        it("goes with its namespace", async () => {
            await cluster.kubectl("delete", "namespace", model.target.namespace, "--timeout=60s");
        });
    }

    it("would say of a pod what the profile forbids", async () => {
        await cluster.kubectl("apply", "--server-side", "--filename", join(folder, "ports-of-nodes/kubernetes"));
        const [deployment] = deploymentsOf(variants["ports of nodes"] ?? kubernetesModel());
        expect(deployment).toBeDefined();
        const pod = deployment && podOf(deployment);
        const file = join(folder, "privileged.json");
        writeFileSync(file, JSON.stringify({ ...pod, spec: { ...pod?.spec, hostNetwork: true } }));
        await expect(cluster.kubectl("create", "--dry-run=server", "--filename", file)).rejects.toThrow("violates PodSecurity");
    });
});

function podOf({ metadata, spec: { template } }: Deployment) {
    return { apiVersion: "v1", kind: "Pod", metadata: { ...template.metadata, name: metadata.name, namespace: metadata.namespace }, spec: template.spec };
}
