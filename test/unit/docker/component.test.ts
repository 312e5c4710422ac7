import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, it } from "vitest";
import type { Rendered } from "../../../components/proxy/rendered";
import { DockerTarget } from "../../../components/targets/docker";
import { Recorder } from "../host/recorder";
import { container, dockerModel, dockerService } from "./model";

const marker = "MARKER-OF-A-SECRET";
const rendered: Rendered = {
    files: [{ path: "nginx/nginx.conf", executable: false, content: "# managed\nuser nginx;\n" }],
    links: [],
    release: "a".repeat(64),
};
const recorder = new Recorder();

beforeAll(async () => {
    await recorder.run(() => {
        const secrets = { "services.app.secrets.API_KEY": pulumi.secret(marker) };
        const data = { name: "data", path: "/data", readOnly: false };
        new DockerTarget("evenkeel", {
            model: dockerModel({
                services: [dockerService("app", 2, 1, { container: container({ secrets: ["API_KEY"], volumes: [data] }) }), dockerService("web", 1, 0)],
            }),
            rendered,
            certificate: { certificatePem: pulumi.output("chain"), privateKeyPem: pulumi.secret(`${marker}-key`) },
            secrets,
            secretPrints: { "services.app.secrets.API_KEY": "print" },
        });
    });
});

/** Of a name, without the hash that a generation carries. */
function slotOf(name: string): string {
    return name.replace(/-[0-9a-f]{8}$/, "");
}

function generation(slot: string): string {
    const found = [...recorder.resources.keys()].filter(name => slotOf(name) === `evenkeel-${slot}` && name !== `evenkeel-${slot}`);
    expect(found).toHaveLength(1);
    return found[0] ?? "";
}

describe("the Docker target", () => {
    it("replaces the instances of a service one after the other, and services side by side", () => {
        const after = (name: string): string[] => recorder.named(name).after.map(slotOf);
        expect(after(generation("app-1"))).toEqual(["evenkeel-agent"]);
        expect(after("evenkeel-app-1")).toEqual(["evenkeel-app-1"]);
        expect(after(generation("app-2"))).toContain("evenkeel-app-1");
        expect(after(generation("app-backup-1"))).toContain("evenkeel-app-2");
        expect(after(generation("web-1"))).toEqual(["evenkeel-agent"]);
    });

    it("pushes the release last, when all slots are taken and the certificate is there", () => {
        expect([...recorder.named("evenkeel-release").after].sort()).toEqual(["evenkeel-app-backup-1", "evenkeel-certificate", "evenkeel-web-1"]);
    });

    it("names the generation that is to take a slot, and nothing secret", () => {
        expect(recorder.named("evenkeel-app-1").inputs).toMatchObject({
            create: "sh components/targets/docker/scripts/local/slot.sh take",
            environment: { EVENKEEL_SLOT: "app-1", EVENKEEL_CONTAINER: generation("app-1"), DOCKER_CONTEXT: "default" },
        });
    });

    it("hands secrets to containers as secrets, and to nobody else", () => {
        const plain = [...recorder.resources].map(([name, { inputs }]) => [name, JSON.stringify(inputs, (_, value: unknown) => (isSecret(value) ? "secret" : value))]);
        expect(plain.filter(([, text]) => text?.includes(marker) === true)).toEqual([]);
        expect(plain.filter(([, text]) => text?.includes('"secret"') === true).map(([name]) => slotOf(name ?? ""))).toEqual(
            expect.arrayContaining(["evenkeel-app-1", "evenkeel-app-2", "evenkeel-app-backup-1", "evenkeel-certificate"]),
        );
    });

    it("publishes ports of the proxy alone", () => {
        const published = [...recorder.resources].filter(([, { inputs }]) => inputs["ports"] !== undefined).map(([name]) => name);
        expect(published).toEqual(["evenkeel-proxy"]);
    });

    it("gives no container the engine's socket", () => {
        expect(JSON.stringify([...recorder.resources.values()].map(({ inputs }) => inputs))).not.toContain("docker.sock");
    });
});

function isSecret(value: unknown): boolean {
    return typeof value === "object" && value !== null && value.constructor.name === "Secret";
}
