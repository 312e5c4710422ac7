import { execFileSync, spawnSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Created, Provider } from "../../../tools/engine/providers/provider";
import { certRequest } from "../../../tools/engine/providers/tls-cert-request";
import { locallySignedCert } from "../../../tools/engine/providers/tls-locally-signed-cert";
import { privateKey } from "../../../tools/engine/providers/tls-private-key";
import { selfSignedCert } from "../../../tools/engine/providers/tls-self-signed-cert";
import { Secret, secret, unwrap, type ValueMap } from "../../../tools/engine/values";

const nothing = (): void => undefined;
const lacks = (tool: string): boolean => spawnSync(tool, ["--help"]).error !== undefined;
let dir: string;

beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), "engine-tls-"));
});

afterAll(() => {
    rmSync(dir, { recursive: true });
});

function make(provider: Provider, inputs: ValueMap): Promise<Created> {
    const checked = provider.check(inputs);
    if ("problems" in checked) {
        throw new Error(checked.problems.join(" "));
    }
    return provider.create("name", checked.inputs, nothing, false);
}

function pem(created: Created, name: string): string {
    return String(unwrap(created.outputs[name] ?? null));
}

function file(name: string, content: string): string {
    writeFileSync(join(dir, name), content, { mode: 0o600 });
    return join(dir, name);
}

function openssl(...args: string[]): string {
    return execFileSync("openssl", args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

interface Chain {
    readonly key: Created;
    readonly authority: Created;
    readonly leaf: Created;
}

async function chain(algorithm: ValueMap): Promise<Chain> {
    const authorityKey = await make(privateKey, algorithm);
    const key = await make(privateKey, algorithm);
    const authority = await make(selfSignedCert, {
        privateKeyPem: secret(pem(authorityKey, "privateKeyPem")),
        subject: { commonName: "Test authority", organization: "Evenkeel & Söhne", country: "DE" },
        isCaCertificate: true,
        validityPeriodHours: 87600,
        allowedUses: ["cert_signing", "crl_signing"],
    });
    const request = await make(certRequest, {
        privateKeyPem: secret(pem(key, "privateKeyPem")),
        subject: { commonName: "site" },
        dnsNames: ["example.org", "*.example.org"],
        ipAddresses: ["127.0.0.1", "::1"],
    });
    const leaf = await make(locallySignedCert, {
        certRequestPem: pem(request, "certRequestPem"),
        caPrivateKeyPem: secret(pem(authorityKey, "privateKeyPem")),
        caCertPem: pem(authority, "certPem"),
        validityPeriodHours: 9528,
        allowedUses: ["digital_signature", "server_auth"],
        earlyRenewalHours: 2160,
    });
    return { key, authority, leaf };
}

describe("a chain that openssl verifies", () => {
    const algorithms: [string, ValueMap][] = [
        ["ECDSA P-256", { algorithm: "ECDSA", ecdsaCurve: "P256" }],
        ["ECDSA P-384", { algorithm: "ECDSA", ecdsaCurve: "P384" }],
        ["RSA", { algorithm: "RSA", rsaBits: 2048 }],
        ["Ed25519", { algorithm: "ED25519" }],
    ];
    test.for(algorithms)("%s", async ([, algorithm], { skip }) => {
        skip(lacks("openssl"), "openssl is not installed");
        const { key, authority, leaf } = await chain(algorithm);
        const [ca, certificate] = [file("ca.pem", pem(authority, "certPem")), file("leaf.pem", pem(leaf, "certPem"))];
        expect(openssl("verify", "-x509_strict", "-purpose", "sslserver", "-verify_hostname", "a.example.org", "-CAfile", ca, certificate)).toContain("OK");
        expect(openssl("verify", "-x509_strict", "-verify_ip", "127.0.0.1", "-CAfile", ca, certificate)).toContain("OK");
        const shown = openssl("x509", "-in", certificate, "-noout", "-text");
        expect(shown).toContain("CA:FALSE");
        expect(shown).toContain("TLS Web Server Authentication");
        expect(shown).toContain("IP Address:0:0:0:0:0:0:0:1");
        expect(openssl("x509", "-in", ca, "-noout", "-text")).toContain("CA:TRUE");
        const parsed = new X509Certificate(pem(leaf, "certPem"));
        expect(openssl("pkey", "-in", file("key.pem", pem(key, "privateKeyPem")), "-pubout")).toBe(parsed.publicKey.export({ type: "spki", format: "pem" }));
    });

    test("carries the moments, the serial number and the subject that its outputs tell of", async () => {
        const { leaf, authority } = await chain({ algorithm: "ECDSA", ecdsaCurve: "P256" });
        const parsed = new X509Certificate(pem(leaf, "certPem"));
        expect(Date.parse(pem(leaf, "validityStartTime"))).toBe(Date.parse(parsed.validFrom));
        expect(Date.parse(pem(leaf, "validityEndTime"))).toBe(Date.parse(parsed.validTo));
        expect(BigInt(leaf.id)).toBe(BigInt(`0x${parsed.serialNumber}`));
        expect(parsed.subject).toBe("CN=site");
        expect(new X509Certificate(pem(authority, "certPem")).subject).toBe("C=DE\nO=Evenkeel & Söhne\nCN=Test authority");
        expect(parsed.checkIssued(new X509Certificate(pem(authority, "certPem")))).toBe(true);
    });
});

describe("a private key", () => {
    const keys: [string, ValueMap, string][] = [
        ["ECDSA P-256", { algorithm: "ECDSA", ecdsaCurve: "P256" }, "EC PRIVATE KEY"],
        ["ECDSA P-384", { algorithm: "ECDSA", ecdsaCurve: "P384" }, "EC PRIVATE KEY"],
        ["ECDSA P-521", { algorithm: "ECDSA", ecdsaCurve: "P521" }, "EC PRIVATE KEY"],
        ["RSA", { algorithm: "RSA", rsaBits: 2048 }, "RSA PRIVATE KEY"],
        ["Ed25519", { algorithm: "ED25519" }, "PRIVATE KEY"],
    ];
    test.for(keys)("%s: every form is the same key to OpenSSH", async ([, inputs, frame], { skip }) => {
        skip(lacks("openssl") || lacks("ssh-keygen"), "openssl or ssh-keygen is not installed");
        const key = await make(privateKey, inputs);
        const openssh = file("id", pem(key, "privateKeyOpenssh"));
        const line = execFileSync("ssh-keygen", ["-y", "-f", openssh], { encoding: "utf8" });
        expect(line.trim()).toBe(pem(key, "publicKeyOpenssh").trim());
        const shown = execFileSync("ssh-keygen", ["-l", "-E", "sha256", "-f", file("id.pub", line)], { encoding: "utf8" });
        expect(shown).toContain(pem(key, "publicKeyFingerprintSha256"));
        expect(execFileSync("ssh-keygen", ["-l", "-E", "md5", "-f", file("id.pub", line)], { encoding: "utf8" })).toContain(pem(key, "publicKeyFingerprintMd5"));
        expect(pem(key, "privateKeyPem")).toMatch(new RegExp(`^-----BEGIN ${frame}-----\n`));
        expect(openssl("pkey", "-in", file("pkcs8.pem", pem(key, "privateKeyPemPkcs8")), "-pubout")).toBe(pem(key, "publicKeyPem"));
        expect(openssl("pkey", "-in", file("classic.pem", pem(key, "privateKeyPem")), "-pubout")).toBe(pem(key, "publicKeyPem"));
    });

    test("is secret in each of its three private forms, and in no other", async () => {
        const { outputs } = await make(privateKey, { algorithm: "ECDSA", ecdsaCurve: "P256" });
        const secrets = Object.keys(outputs).filter(name => outputs[name] instanceof Secret);
        expect(secrets.sort()).toEqual(["privateKeyOpenssh", "privateKeyPem", "privateKeyPemPkcs8"]);
    });

    test("has no OpenSSH form on P224, which OpenSSH does not know", async () => {
        const key = await make(privateKey, { algorithm: "ECDSA" });
        expect(key.outputs["ecdsaCurve"]).toBe("P224");
        expect(pem(key, "publicKeyOpenssh")).toBe("");
    });
});

describe("what makes a certificate anew", () => {
    const inputs: ValueMap = { privateKeyPem: "-----BEGIN X-----", validityPeriodHours: 100, allowedUses: ["server_auth"], earlyRenewalHours: 10 };
    const ending = (hours: number): ValueMap => ({ ...inputs, validityEndTime: new Date(Date.now() + hours * 3_600_000).toISOString() });
    const cases: [string, number, ValueMap, string][] = [
        ["nothing changed", 50, inputs, "same"],
        ["only what is secret changed", 50, { ...inputs, privateKeyPem: secret("-----BEGIN X-----") }, "same"],
        ["a default is written out", 50, { ...inputs, isCaCertificate: false }, "same"],
        ["another key", 50, { ...inputs, privateKeyPem: "-----BEGIN Y-----" }, "replace"],
        ["another name", 50, { ...inputs, dnsNames: ["a"] }, "replace"],
        ["only the renewal time, not due", 50, { ...inputs, earlyRenewalHours: 20 }, "update"],
        ["only the renewal time, due by it", 50, { ...inputs, earlyRenewalHours: 60 }, "replace"],
        ["renewal is due", 9, inputs, "replace"],
        ["renewal is due in an hour", 11, inputs, "same"],
        ["it has expired", -1, inputs, "replace"],
    ];
    test.each(cases)("%s", (_name, hours, news, kind) => {
        expect(selfSignedCert.diff({ name: "a", id: "1", inputs, outputs: ending(hours) }, news).kind).toBe(kind);
    });
});

describe("inputs that are refused", () => {
    const good: ValueMap = { privateKeyPem: "-----BEGIN X-----", validityPeriodHours: 1, allowedUses: [] };
    const cases: [ValueMap, string][] = [
        [{ ...good, allowedUses: ["sign_anything"] }, "allowedUses has to be a list of uses such as server_auth, cert_signing."],
        [{ ...good, validityPeriodHours: -1 }, "validityPeriodHours has to be a whole number of hours, 0 or more."],
        [{ ...good, ipAddresses: ["300.0.0.1"] }, "ipAddresses has to be a list of IP addresses."],
        [{ validityPeriodHours: 1, allowedUses: [] }, "privateKeyPem is missing."],
        [{ ...good, privateKeyPemWo: "x" }, "privateKeyPemWo needs the Pulumi CLI: the embedded engine does not know this input."],
    ];
    test.each(cases)("%o", (inputs, message) => {
        expect(selfSignedCert.check(inputs)).toEqual({ problems: [message] });
    });
});
