import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, it } from "vitest";
import type { Rendered } from "../../../components/proxy/rendered";
import { chainFingerprint } from "../../../components/targets/certificate-files";
import { KubernetesTarget } from "../../../components/targets/kubernetes";
import { Secret, type Value } from "../../../tools/engine/values";
import { container } from "../docker/model";
import { Recorder, type Recorded } from "../host/recorder";
import { autoscaling, claim, kubernetesModel, kubernetesService } from "./model";

const marker = "MARKER-OF-A-SECRET";
const chain = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
const fingerprint = chainFingerprint(chain);
const rendered: Rendered = {
    files: [{ path: "nginx/nginx.conf", executable: false, content: "# managed\n" }],
    links: [],
    release: "a".repeat(64),
};
const recorder = new Recorder({ "evenkeel-proxy-rollout": { stdout: '{"address":"192.0.2.7"}' } });
let outputs: Readonly<Record<string, Value>> = {};
let refusal: unknown;

beforeAll(async () => {
    await recorder.run(() => {
        const data = { name: "data", path: "/data", readOnly: false };
        new KubernetesTarget("evenkeel", {
            model: kubernetesModel({
                tls: { mode: "self-signed", profile: "intermediate", hsts: null },
                services: [
                    kubernetesService("app", { autoscaling, backups: 1, claims: [claim("data")] }, { container: container({ secrets: ["API_KEY"], volumes: [data] }) }),
                    kubernetesService("web"),
                ],
            }),
            rendered,
            certificate: { certificatePem: pulumi.output(chain), privateKeyPem: pulumi.secret(`${marker}-key`) },
            secrets: { "services.app.secrets.API_KEY": pulumi.secret(marker) },
            secretPrints: { "services.app.secrets.API_KEY": "print" },
        });
        try {
            const files = [{ path: "nginx/nginx.conf", executable: false, content: "x".repeat(1024 ** 2) }];
            new KubernetesTarget("evenkeel-large", { model: kubernetesModel(), rendered: { ...rendered, files }, certificate: undefined, secrets: {}, secretPrints: {} });
        } catch (error) {
            refusal = error;
        }
    });
    outputs = recorder.outputs.get("evenkeel") ?? {};
});

/** Resources of one kind, by their names. */
function ofType(type: string): [string, Recorded][] {
    return [...recorder.resources].filter(([, recorded]) => recorded.type.endsWith(`:${type}`));
}

function after(name: string): string[] {
    return [...recorder.named(name).after].sort();
}

function inputsOf(name: string): string {
    return JSON.stringify(recorder.named(name).inputs);
}

describe("the Kubernetes target", () => {
    it("makes the namespace first, then what pods need", () => {
        expect(after("evenkeel-namespace")).toEqual([]);
        expect(after("evenkeel-app-service")).toEqual(["evenkeel-namespace"]);
        expect(after("evenkeel-app-data-persistent-volume-claim")).toEqual(["evenkeel-namespace"]);
        expect(after("evenkeel-tls-secret")).toEqual(["evenkeel-namespace"]);
    });

    it("starts a service's pods when all is there that they need", () => {
        const ground = [
            "evenkeel-app-backup-pods-service",
            "evenkeel-app-backup-service",
            "evenkeel-app-data-persistent-volume-claim",
            "evenkeel-app-env-secret",
            "evenkeel-app-network-policy",
            "evenkeel-app-pods-service",
            "evenkeel-app-service",
            "evenkeel-app-service-account",
        ];
        expect(after("evenkeel-app-deployment")).toEqual(ground);
        expect(after("evenkeel-app-backup-deployment")).toEqual(ground);
    });

    it("waits for each Deployment, and begins with the proxy when all services serve", () => {
        expect(after("evenkeel-app-rollout")).toEqual(["evenkeel-app-deployment"]);
        expect(after("evenkeel-proxy-rollout")).toEqual(["evenkeel-proxy-deployment"]);
        const rollouts = after("evenkeel-proxy-deployment").filter(name => name.endsWith("-rollout"));
        expect(rollouts).toEqual(["evenkeel-app-backup-rollout", "evenkeel-app-rollout", "evenkeel-web-rollout"]);
        expect(after("evenkeel-proxy-deployment")).toEqual(expect.arrayContaining(["evenkeel-release-config-map", "evenkeel-agent-config-map", "evenkeel-tls-secret"]));
    });

    it("looks after pods when they are there", () => {
        expect(after("evenkeel-app-horizontal-pod-autoscaler")).toEqual(["evenkeel-app-deployment"]);
        expect(after("evenkeel-proxy-pod-disruption-budget")).toEqual(["evenkeel-proxy-deployment"]);
    });

    it("names every resource after the stack, and makes each of them its own", () => {
        for (const [name, { parent, type }] of recorder.resources) {
            expect(name).toMatch(/^evenkeel/);
            expect(parent).toBe(name === "evenkeel-test" ? undefined : type.startsWith("evenkeel:") ? "evenkeel-test" : "evenkeel");
        }
    });

    it("keeps data, the namespace, and what pods of an earlier revision may need", () => {
        expect([...recorder.resources].filter(([, { retainOnDelete }]) => retainOnDelete).map(([name]) => name).sort()).toEqual([
            "evenkeel-agent-config-map",
            "evenkeel-app-data-persistent-volume-claim",
            "evenkeel-app-env-secret",
            "evenkeel-namespace",
            "evenkeel-release-config-map",
        ]);
    });

    it("leaves the number of pods to the autoscaler where there is one", () => {
        const ignoring = ofType("Deployment").map(([name, { ignoreChanges }]) => [name, ignoreChanges]);
        expect(Object.fromEntries(ignoring)).toEqual({
            "evenkeel-app-deployment": ["spec.replicas"],
            "evenkeel-app-backup-deployment": [],
            "evenkeel-web-deployment": [],
            "evenkeel-proxy-deployment": [],
        });
        expect(recorder.named("evenkeel-app-deployment").inputs["spec"]).not.toHaveProperty("replicas");
        expect(recorder.named("evenkeel-web-deployment").inputs["spec"]).toMatchObject({ replicas: 3 });
    });

    it("has the provider wait for nothing: that is the rollouts' affair", () => {
        const objects = [...recorder.resources.values()].filter(({ type }) => type.startsWith("kubernetes:"));
        expect(objects.length).toBeGreaterThan(20);
        for (const { inputs } of objects) {
            expect(inputs["metadata"]).toMatchObject({ annotations: { "pulumi.com/skipAwait": "true" } });
        }
    });

    it("has the names of Deployments free as soon as they are deleted", () => {
        expect(recorder.named("evenkeel-app-deployment").inputs["metadata"]).toMatchObject({ annotations: { "pulumi.com/deletionPropagationPolicy": "background" } });
    });

    it("changes in place what keeps its name, and takes over what is there", () => {
        expect(recorder.named("evenkeel-cluster").inputs).toMatchObject({
            namespace: "evenkeel",
            enableServerSideApply: "true",
            enablePatchForce: "true",
            upsertExistingObjects: "true",
            enableSecretMutable: "true",
            enableConfigMapMutable: "true",
        });
    });

    it("hands secrets to Secrets as secrets, and to nobody else", () => {
        const encoded = Buffer.from(marker).toString("base64");
        const seen = [...recorder.resources].map(([name, { inputs }]) => [name, JSON.stringify(inputs, (_, value: unknown) => (value instanceof Secret ? "sealed" : value))] as const);
        expect(seen.filter(([, text]) => text.includes(marker) || text.includes(encoded.slice(0, 16)))).toEqual([]);
        expect(seen.filter(([, text]) => text.includes('"sealed"')).map(([name]) => name).sort()).toEqual(["evenkeel-app-env-secret", "evenkeel-tls-secret"]);
        expect(ofType("Secret").filter(([, { inputs }]) => JSON.stringify(inputs).includes(`"${encoded}"`)).map(([name]) => name)).toEqual(["evenkeel-app-env-secret"]);
    });

    it("replaces the proxy's pods for another certificate or release, and nobody else's", () => {
        expect(recorder.named("evenkeel-proxy-deployment").inputs["spec"]).toMatchObject({
            template: { metadata: { annotations: { "evenkeel/certificate": fingerprint, "evenkeel/release": rendered.release } } },
        });
        expect(inputsOf("evenkeel-app-deployment")).not.toMatch(/evenkeel\/(release|certificate)|aaaaaaaaaaaa/);
    });

    it("tells the rollouts what to wait for", () => {
        const { create, update, delete: leave, environment } = recorder.named("evenkeel-proxy-rollout").inputs;
        const program = "node --require tsx/cjs components/targets/kubernetes/rollout/main.ts";
        expect([create, update, leave]).toEqual([`${program} wait`, `${program} wait`, `${program} leave`]);
        expect(environment).toEqual({
            EVENKEEL_NAMESPACE: "evenkeel",
            EVENKEEL_SITE: "evenkeel",
            EVENKEEL_DEPLOYMENT: "evenkeel-proxy",
            EVENKEEL_TIMEOUT: "300",
            EVENKEEL_ADDRESS: "LoadBalancer",
            EVENKEEL_SPEC: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
        });
        expect(recorder.named("evenkeel-app-rollout").inputs["environment"]).toMatchObject({ EVENKEEL_DEPLOYMENT: "evenkeel-app", EVENKEEL_ADDRESS: "none" });
    });

    it("says where clients get in, and what leads to the pods", () => {
        expect(outputs).toMatchObject({
            url: "https://192.0.2.7",
            healthUrl: "http://192.0.2.7/health",
            address: "192.0.2.7",
            target: "kubernetes",
            release: `${rendered.release}.${fingerprint}`,
            instances: { app: ["evenkeel-app-pods.evenkeel.svc:8000", "evenkeel-app-backup-pods.evenkeel.svc:8000"], web: ["evenkeel-web-pods.evenkeel.svc:8000"] },
        });
    });

    it("refuses a release that is too large for a cluster, in words of its own", () => {
        expect(pulumi.RunError.isInstance(refusal) && refusal.message).toContain("allowed: at most 960 kB");
    });
});
