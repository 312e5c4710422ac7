import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { validate, type RawConfig } from "../../../components/config/validate";
import { stackWith } from "./stack-files";

const marker = "c2VjcmV0LW1hcmtlcg";
const pem = `-----BEGIN PRIVATE KEY-----\n${marker}\n-----END PRIVATE KEY-----\n`;

function answerTo(blocks: RawConfig): string {
    return JSON.stringify(validate(stackWith(blocks)));
}

describe("a secret", () => {
    it.each([
        ["a key in clear", { tls: { mode: "provided", key: marker } }],
        ["a key in clear that is no text", { tls: { mode: "provided", key: [marker] } }],
        ["a key under a misspelt name", { tls: { mode: "provided", Key: marker, privateKey: pem } }],
        ["a key with the certificate", { tls: { mode: "provided", certificate: pem } }],
        ["a key with the certificate of a mode that takes none", { tls: { certificate: pem } }],
        ["an SSH key in clear", { host: { sandbox: true, privateKey: pem } }],
        ["a key in the place of a word", { tls: { mode: pem }, site: { name: pem, hosts: [pem], headers: { "X-A": pem }, maintenance: { message: pem } } }],
        ["a key as host key", { host: { nodes: [{ address: "10.0.0.1", hostKey: pem }] } }],
        ["an environment", { services: { api: { routes: ["/"], instances: ["10.0.0.5:1"], env: { PASSWORD: marker } } } }],
        ["an environment in one text", { services: { api: { routes: ["/"], instances: ["10.0.0.5:1"], env: `PASSWORD=${marker}` } } }],
        ["a marker where no secret belongs", { site: { http: { secure: marker }, name: { secure: marker } }, nginx: { secure: marker } }],
    ])("is not repeated: %s", (_, blocks) => {
        const answer = answerTo(blocks);
        expect(answer).toContain("problems");
        expect(answer).not.toContain(marker);
    });

    it("in its place is accepted, and no part of the model", () => {
        const tls = { mode: "provided", certificate: "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----", key: { secure: marker } };
        const answer = answerTo({ tls, host: { sandbox: true, privateKey: { secure: marker } } });
        expect(answer).toContain('"model"');
        expect(answer).not.toContain(marker);
    });

    it("in any place at all is not repeated", () => {
        fc.assert(fc.property(fc.array(fc.constantFrom("site", "tls", "host", "key", "nodes", "services", "api", "routes", "headers", "x"), { minLength: 1, maxLength: 5 }), (path) => {
            const blocks = path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), { secure: marker }) as RawConfig;
            expect(answerTo(blocks)).not.toContain(marker);
        }));
    });
});
