import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isSecretSetting, separateSecrets } from "../../../components/config/secrets";
import { validate, type RawConfig } from "../../../components/config/validate";
import { stackWith } from "./stack-files";

const marker = "c2VjcmV0LW1hcmtlcg";
const pem = `-----BEGIN PRIVATE KEY-----\n${marker}\n-----END PRIVATE KEY-----\n`;

/** A docker stack with a service that has these settings on top. */
function onDocker(settings: RawConfig): RawConfig {
    return { target: "docker", services: { app: { routes: ["/"], port: 8000, instances: 1, image: "app:1.0.0", ...settings } } };
}

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
        ["a variable of containers in clear", onDocker({ secrets: { PASSWORD: marker } })],
        ["a variable of containers in the wrong place", onDocker({ secrets: marker })],
        ["variables of containers in a list", onDocker({ env: [`PASSWORD=${marker}`], secrets: [marker] })],
        ["a wrong value in the environment", onDocker({ env: { PASSWORD: `${marker}\0`, KEY: pem } })],
        ["a secret in the environment", onDocker({ env: { PASSWORD: { secure: marker } } })],
        ["a password in the address of an engine", { target: "docker", docker: { host: `tcp://ops:${marker}@10.0.0.5:2375` } }],
        ["a password in the address for alerts", { target: "docker", monitoring: { alerts: { webhook: `https://ops:${marker}@alerts.example.com` } } }],
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

describe("secrets and settings are separated", () => {
    const services = {
        app: { env: { LOG_LEVEL: "info" }, secrets: { API_KEY: marker, COUNT: 1 } },
        web: { secrets: { API_KEY: pem } },
        odd: "text",
    };

    it("by the places that secrets have, each under its path", () => {
        const settings = { services, tls: { mode: "provided", key: pem, certificate: "c" }, host: { privateKey: marker, nodes: [] }, site: { key: "k" } };
        expect(separateSecrets(settings, () => true)).toEqual({
            raw: {
                services: {
                    app: { env: { LOG_LEVEL: "info" }, secrets: { API_KEY: { secure: "" }, COUNT: 1 } },
                    web: { secrets: { API_KEY: { secure: "" } } },
                    odd: "text",
                },
                tls: { mode: "provided", key: { secure: "" }, certificate: "c" },
                host: { privateKey: { secure: "" }, nodes: [] },
                site: { key: "k" },
            },
            secrets: {
                "services.app.secrets.API_KEY": marker,
                "services.web.secrets.API_KEY": pem,
                "tls.key": pem,
                "host.privateKey": marker,
            },
        });
    });

    it("only in blocks that hold anything encrypted: what stands in clear elsewhere is left for the validator to refuse", () => {
        const { raw, secrets } = separateSecrets({ services, tls: { key: marker } }, (block) => block === "tls");
        expect([raw["services"], secrets]).toEqual([services, { "tls.key": marker }]);
    });

    it("whatever the blocks are", () => {
        fc.assert(fc.property(fc.dictionary(fc.constantFrom("services", "tls", "host", "site"), fc.jsonValue()), (settings) => {
            const { secrets } = separateSecrets(settings, () => true);
            expect(Object.keys(secrets).every((path) => /^(tls\.key|host\.privateKey|services\..*\.secrets\..*)$/s.test(path))).toBe(true);
        }));
    });
});

describe("the path of a secret", () => {
    it.each(["tls.key", "host.privateKey", "services.app.secrets.API_KEY", "services.web_ui-2.secrets._x"])("is %s", (path) => {
        expect(isSecretSetting(path)).toBe(true);
    });

    it.each(["", "tls", "tls.key.x", "tls.certificate", "services.app.env.API_KEY", "services.app.secrets", "services.App.secrets.KEY", "services.a.b.secrets.KEY", "services.app.secrets.A-B", "xtls.key"])("is not %j", (path) => {
        expect(isSecretSetting(path)).toBe(false);
    });
});
