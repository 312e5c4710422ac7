import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, test } from "vitest";
import type { HostNode } from "../../../components/config/model";
import type { Rendered } from "../../../components/proxy/rendered";
import { HostTarget } from "../../../components/targets/host";
import { chainFingerprint } from "../../../components/targets/certificate-files";
import { isList, isMap, Secret, type Value } from "../../../tools/engine/values";
import { instance, model, route, service } from "../proxy/model";
import { Recorder, type Recorded } from "./recorder";

const marker = "MARKER-OF-A-SECRET";
const chain = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
const key = `-----BEGIN PRIVATE KEY-----\n${marker}\n-----END PRIVATE KEY-----\n`;
const rendered: Rendered = {
    files: [{ path: "nginx/nginx.conf", executable: false, content: "# managed\nuser www-data;\n" }],
    links: [{ path: "nginx/sites-enabled/evenkeel", target: "../sites-available/evenkeel" }],
    release: "a".repeat(64),
};

function node(address: string, more: Partial<HostNode> = {}): HostNode {
    return { address, port: 22, user: "root", hostKey: `ssh-ed25519 ${address}`, ...more };
}

const recorder = new Recorder();

beforeAll(async () => {
    await recorder.run(() => {
        const secret = (text: string): pulumi.Output<string> => pulumi.secret(text);
        new HostTarget("lb", {
            model: model({
                target: { kind: "host", prefix: "/", nodes: [node("10.0.0.1"), node("10.0.0.2", { port: 2222, user: "admin" })] },
                tls: { mode: "self-signed", profile: "intermediate", hsts: null },
                services: [service("web", [route("/")], { instances: [instance("10.1.0.1")], backup: [instance("fd00::9", 81)] })],
            }),
            rendered,
            certificate: { certificatePem: pulumi.output(chain), privateKeyPem: secret(key) },
            secrets: { "host.privateKey": secret(`${marker}-ssh`) },
            secretPrints: {},
        });
        new HostTarget("plain", {
            model: model({ target: { kind: "host", prefix: "/srv/root", nodes: [node("10.0.0.1", { user: "me" })] }, site: { httpPort: 8080, hosts: ["*.example.com", "example.com"] } }),
            rendered,
            certificate: undefined,
            secrets: {},
            secretPrints: {},
        });
    });
});

describe("a host target", () => {
    test("registers two commands for each node, named after the node", () => {
        const registered = [...recorder.resources].filter(([, { parent }]) => parent !== undefined);
        expect(registered.map(([name, { type, parent }]) => [name, type, parent]).sort()).toEqual([
            ["lb", "evenkeel:host:HostTarget", "evenkeel-test"],
            ["lb-10.0.0.1-certificate", "command:remote:Command", "lb"],
            ["lb-10.0.0.1-release", "command:remote:Command", "lb"],
            ["lb-10.0.0.2:2222-certificate", "command:remote:Command", "lb"],
            ["lb-10.0.0.2:2222-release", "command:remote:Command", "lb"],
            ["plain", "evenkeel:host:HostTarget", "evenkeel-test"],
            ["plain-10.0.0.1-release", "command:remote:Command", "plain"],
        ]);
    });

    test("takes one node after the other, the certificate before the release", () => {
        expect(recorder.named("lb-10.0.0.1-certificate").after).toEqual([]);
        expect(recorder.named("lb-10.0.0.1-release").after).toEqual(["lb-10.0.0.1-certificate"]);
        expect(recorder.named("lb-10.0.0.2:2222-certificate").after).toEqual(["lb-10.0.0.1-release"]);
        expect(recorder.named("lb-10.0.0.2:2222-release").after).toEqual(["lb-10.0.0.2:2222-certificate"]);
    });

    test("pins the host key and bounds how long it dials", () => {
        const connection = recorder.named("lb-10.0.0.2:2222-release").inputs["connection"];
        expect(connection).toBeInstanceOf(Secret);
        expect(connection instanceof Secret && connection.value).toMatchObject({
            host: "10.0.0.2",
            port: 2222,
            user: "admin",
            hostKey: "ssh-ed25519 10.0.0.2",
            perDialTimeout: 15,
            dialErrorLimit: 3,
        });
    });

    test("leaves the door to the SSH agent without a key of its own", () => {
        const connection = recorder.named("plain-10.0.0.1-release").inputs["connection"];
        expect(connection instanceof Secret && connection.value).not.toHaveProperty("privateKey");
    });

    test("updates in place: no trigger replaces a command, whose delete would take the new release away", () => {
        for (const name of commands()) {
            const { inputs, replaceOnChanges } = recorder.named(name);
            expect(inputs).not.toHaveProperty("triggers");
            expect(inputs["update"]).toEqual(inputs["create"]);
            expect(inputs["delete"]).toBeTypeOf("string");
            expect(inputs).toMatchObject({ logging: "none", addPreviousOutputInEnv: false });
            // The SDK's own: without triggers it has nothing to bear on.
            expect(replaceOnChanges).toEqual(["triggers[*]"]);
        }
    });

    test("sends the release in plain text, so that a preview shows its lines", () => {
        expect(recorder.named("lb-10.0.0.1-release").inputs["stdin"]).toMatch(
            /^@@ 0644 config\/release\na{64}\n@@ 0644 nginx\/nginx\.conf\n# managed\nuser www-data;\n@@ link .*\n@@ end [0-9a-f]{64}\n$/,
        );
    });

    test("names the certificate in the command, and sends it with its key as a secret", () => {
        expect(recorder.named("lb-10.0.0.1-release").inputs["create"]).toMatch(new RegExp(` evenkeel scripts/release.sh apply ${chainFingerprint(chain)}$`));
        const stdin = recorder.named("lb-10.0.0.1-certificate").inputs["stdin"];
        expect(stdin instanceof Secret && stdin.value).toContain(marker);
    });

    test("becomes root where it has to, and nowhere else", () => {
        expect(recorder.named("lb-10.0.0.1-release").inputs["create"]).toMatch(/^sh -c /);
        expect(recorder.named("lb-10.0.0.2:2222-release").inputs["create"]).toMatch(/^sudo -n sh -c /);
        expect(recorder.named("lb-10.0.0.2:2222-certificate").inputs["delete"]).toMatch(/^sudo -n sh -c /);
        expect(recorder.named("plain-10.0.0.1-release").inputs["create"]).toMatch(/^sh -c /);
    });

    test("lets no secret out of its marker", () => {
        const leaks = [...recorder.resources].filter(([, { inputs }]: [string, Recorded]) => inTheOpen(inputs).includes(marker));
        expect(leaks).toEqual([]);
        expect([...recorder.outputs.values()].filter(outputs => inTheOpen(outputs).includes(marker))).toEqual([]);
        expect(JSON.stringify([...recorder.resources.values()])).toContain(marker);
    });

    test("says where the site is and what runs there", () => {
        expect(recorder.outputs.get("lb")).toEqual({
            url: "https://10.0.0.1",
            healthUrl: "http://10.0.0.1/health",
            release: `${"a".repeat(64)}.${chainFingerprint(chain)}`,
            target: "host",
            proxy: "nginx",
            instances: { web: ["10.1.0.1:8000", "[fd00::9]:81"] },
            model: expect.stringMatching(/^\{"name":"evenkeel",.*"workerConnections":8192,"user":null\}/) as string,
            secretPrints: "{}",
        });
        expect(recorder.outputs.get("plain")).toMatchObject({ url: "http://example.com:8080", release: "a".repeat(64) });
    });
});

function commands(): string[] {
    return [...recorder.resources.keys()].filter(name => /^(lb|plain)-/.test(name));
}

/** All text outside of secret markers. */
function inTheOpen(value: Value): string {
    if (value instanceof Secret) {
        return "";
    }
    if (isList(value)) {
        return value.map(inTheOpen).join("\n");
    }
    return isMap(value) ? Object.entries(value).flat().map(inTheOpen).join("\n") : String(value);
}
