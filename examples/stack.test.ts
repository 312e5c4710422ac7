// Tests of stack files, to copy beside your own: what the services' users count on, said once more, so that an edit which
// breaks it fails here. Run by `npm test`; docs/testing.md says more.
import { describe, it } from "vitest";
import { expectImages, expectNoFindings, expectPolicies, expectProbes, expectTls, expectUpstreams, stack } from "../tools/expect";

describe("prod", async () => {
    const prod = await stack("Pulumi.prod.yaml");

    it("has three instances to ten, and a backup", () => {
        expectUpstreams(prod, { app: { instances: { min: 3, max: 10 }, backup: 1 } });
    });

    it("is reached by its name, encrypted, and by nothing older than TLS 1.2", () => {
        expectTls(prod, { only: true, minimum: "1.2", hosts: ["healthai-api.example.com"], hsts: true });
    });

    it("notices a sick pod in seconds, and kills none that is only slow", () => {
        expectProbes(prod, {
            app: {
                check: { path: "/healthz", interval: 2, fall: 2 },
                readiness: { asks: "GET /readyz", interval: 10, fall: 3 },
                liveness: { asks: "GET /healthz", interval: 30, timeout: 10, fall: 3 },
            },
        });
    });

    it("runs the versions that were tested together", () => {
        expectImages(prod, { app: "healthai-rag:1.0.0", proxy: "nginx:1.28.0" });
    });

    it("keeps every policy, and nobody has eased these", () => {
        expectNoFindings(prod);
        expectPolicies(prod, { "tls-on": { level: "mandatory" }, "minimum-instances": { level: "mandatory" } });
    });
});

describe("the host of the vector database", async () => {
    const citadel = await stack("examples/citadel-host.yaml");

    it("sends each service's requests to where it runs", () => {
        expectUpstreams(citadel, {
            qdrant_api: { addresses: ["192.168.10.31:6333", "192.168.10.32:6333"] },
            embedding_service: { instances: 2, backupAddresses: ["192.168.10.33:8000"] },
        });
    });

    it("keeps every policy", () => {
        expectNoFindings(citadel);
    });
});

describe("dev", async () => {
    const dev = await stack("dev");

    it("needs no sandbox to be looked at", () => {
        expectUpstreams(dev, { web_ui: { instances: 2, backup: 1 } });
    });
});
