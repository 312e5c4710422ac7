import { getCiphers } from "node:tls";
import { describe, expect, it } from "vitest";
import { environments, levels, policyNames } from "../../../components/config/policy-names";
import { deployed } from "../../../policy/deployed/deployed-from";
import type { Container, Deployed } from "../../../policy/deployed/deployed";
import { certificateCoversHosts } from "../../../policy/rules/certificate-covers-hosts";
import { hsts } from "../../../policy/rules/hsts";
import { operatorEndpointsClosed } from "../../../policy/rules/operator-endpoints-closed";
import { pinnedImages } from "../../../policy/rules/pinned-images";
import { keyNeverPlain } from "../../../policy/rules/key-never-plain";
import { rules } from "../../../policy/rules/rules";
import { goodCiphers, tlsFloor } from "../../../policy/rules/tls-floor";
import { tlsOn } from "../../../policy/rules/tls-on";
import { all, copied, inFiles, setting, type Change } from "./change";
import { baseOf, registeredBy } from "./stacks";

async function view(target: keyof typeof baseOf, change: Change): Promise<Deployed> {
    const seen = deployed(change(await registeredBy(baseOf[target])));
    if (seen === undefined) {
        throw new Error("There is nothing to judge.");
    }
    return seen;
}

/** The docker stack as it is, with other texts and containers alone. */
const docker = view("docker", resources => resources);

async function withText(text: string, forSecrets: boolean): Promise<Deployed> {
    return { ...(await docker), texts: [{ where: "command x", urn: "x", property: "create", text, forSecrets }] };
}

async function withContainer(given: Partial<Container>): Promise<Deployed> {
    const seen = await docker;
    return { ...seen, texts: [], containers: seen.containers.slice(0, 1).map(each => ({ ...each, ...given })) };
}

describe("the rules", () => {
    it("are those that a stack file knows", () => {
        expect(rules.map(({ name }) => name)).toEqual(policyNames);
    });

    it.each(rules)("$name is no stricter the less depends on it", ({ levels: byEnvironment }) => {
        const strictness = environments.map(environment => levels.indexOf(byEnvironment[environment]));
        expect(strictness).toEqual(strictness.toSorted((a, b) => b - a));
    });

    it.each(rules)("$name says why and what to do, in whole sentences", ({ title, why, fix, figures }) => {
        expect(title).toMatch(/^[A-Z].*[^.]$/);
        for (const text of [why, fix, ...Object.values(figures).map(({ doc }) => doc)]) {
            expect(text).toMatch(/^[A-Z/].*\.$/s);
        }
    });
});

describe("key-never-plain", () => {
    const key = `-----BEGIN PRIVATE KEY-----\n${"MC4CAQAwBQYDK2VwBCIEIFh3".repeat(2)}\n-----END PRIVATE KEY-----\n`;
    const places = [
        ["with its line breaks spelt out", JSON.stringify(key)],
        ["of OpenSSH", key.replaceAll("PRIVATE", "OPENSSH PRIVATE")],
        ["with a passphrase", "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n"],
        ["encoded, in lines", Buffer.from(key.repeat(3)).toString("base64").replace(/.{76}/g, "$&\n")],
        ["encoded behind one byte", Buffer.from(`x${key}`).toString("base64")],
        ["encoded behind two bytes", Buffer.from(`xy${key}`).toString("base64")],
    ] as const;

    it.each(places)("finds one %s", async (_how, text) => {
        expect(keyNeverPlain.check(await withText(text, false), {})).toHaveLength(1);
    });

    it("has nothing against one among secrets, a certificate, a public key or words about keys", async () => {
        expect(keyNeverPlain.check(await withText(key, true), {})).toEqual([]);
        for (const text of [key.replaceAll("PRIVATE KEY", "CERTIFICATE"), key.replaceAll("PRIVATE", "PUBLIC"), 'grep -q "-----BEGIN PRIVATE KEY-----" "$file"']) {
            expect(keyNeverPlain.check(await withText(text, false), {}), text).toEqual([]);
        }
    });
});

describe("tls-floor", () => {
    it("allows ciphers that exist alone", () => {
        expect(getCiphers()).toEqual(expect.arrayContaining(goodCiphers.map(name => name.toLowerCase())));
    });

    it("asks for no ciphers where TLS 1.3 is all there is", async () => {
        const modern = all(inFiles("TLSv1.2 TLSv1.3", "TLSv1.3"), inFiles(/ssl_ciphers [^\n]*\n/g, ""));
        expect(tlsFloor.check(await view("docker", modern), {})).toEqual([]);
    });
});

it("hsts reads a value that stands in the header itself", async () => {
    const days = { minimumDays: 180 };
    const said = (value: string): Change => inFiles("$evenkeel_hsts always", `"${value}" always`);
    expect(hsts.check(await view("docker", said("max-age=31536000; includeSubDomains")), days)).toEqual([]);
    expect(hsts.check(await view("docker", said("includeSubDomains")), days)).toHaveLength(1);
});

describe("behind what ends TLS for a cluster's proxy", () => {
    const front = (kind: string, spec: object): Change =>
        copied("healthai-proxy-service", service => ({ ...service, urn: `${service.urn}-front`, type: `kubernetes:x/v1:${kind}`, name: kind, props: { kind, metadata: { name: "front" }, spec: { ...spec } } }));
    const plain = all(inFiles(" ssl", ""), setting("healthai-proxy-service", "spec.type", "ClusterIP"));
    const silent = all(plain, inFiles(/add_header Strict-Transport-Security[^\n]*\n/g, ""));
    const [ingress, gateway] = [front("Ingress", { tls: [{ secretName: "site" }] }), front("HTTPRoute", {})];

    it.each([["an Ingress", ingress], ["a Gateway", gateway]])("%s: tls-on asks for no more, hsts for the proxy's header", async (_, before) => {
        expect(tlsOn.check(await view("kubernetes", all(plain, before)), {})).toEqual([]);
        expect(hsts.check(await view("kubernetes", all(plain, before)), { minimumDays: 180 })).toEqual([]);
        expect(hsts.check(await view("kubernetes", all(silent, before)), { minimumDays: 180 })).not.toEqual([]);
    });

    it("an Ingress in clear: hsts binds nobody there", async () => {
        expect(hsts.check(await view("kubernetes", all(silent, front("Ingress", {}))), { minimumDays: 180 })).toEqual([]);
    });
});

it("operator-endpoints-closed takes a NetworkPolicy without types for one that says who comes in", async () => {
    const untyped = setting("healthai-proxy-network-policy", "spec.policyTypes", undefined);
    expect(operatorEndpointsClosed.check(await view("kubernetes", untyped), {})).toEqual([]);
});

describe("certificate-covers-hosts", () => {
    const cases: readonly [certificate: string, site: string, covered: boolean][] = [
        ["*.example.com", "api.example.com", true],
        ["*.example.com", "example.com", false],
        ["fd00::30", "[fd00::30]", true],
        ["api.example.com", "~^(www|api)\\.example\\.com$", true],
    ];

    it.each(cases)("%s for %s: %s", async (certificate, site, covered) => {
        const change = all(setting("healthai-request", "dnsNames", [certificate]), inFiles("server_name healthai-api.example.com;", `server_name "${site}";`));
        expect(certificateCoversHosts.check(await view("docker", change), {})).toHaveLength(covered ? 0 : 1);
    });
});

describe("of a container", () => {
    it.each(["nginx:1.28.0", "registry:5000/team/app:v2.0", "python:3.12-slim", "app:1234", "app:20261128", "app:RELEASE.2026-11-28T16-07-38Z", "app:nightly-2026-11-28", "app:main-3f2a1b9", "app:sha-3f2a1b9", "app@sha256:" + "0f".repeat(32), "sha256:" + "0f".repeat(32)])("the image %s is pinned", async image => {
        expect(pinnedImages.check(await withContainer({ image }), {})).toEqual([]);
    });

    it.each(["nginx", "registry:5000/app", "app:Latest", "app:main", "nginx:stable-alpine", "nginx:alpine", "nginx:alpine3.19", "app:latest-arm64", "node:lts", "app:canary", "app:prod", "nginx:1", "python:3", "app:v2", "mssql:2022-latest", "app:feedback", ""])("the image '%s' is not, unless the stack builds it", async image => {
        expect(pinnedImages.check(await withContainer({ image }), {})).toHaveLength(1);
        expect(pinnedImages.check(await withContainer({ image, built: true }), {})).toEqual([]);
    });
});
