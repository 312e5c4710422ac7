import { AssertionError } from "node:assert";
import { beforeAll, describe, expect, it } from "vitest";
import { expectImages, expectNoFindings, expectPolicies, expectProbes, expectTls, expectUpstreams, stack, type Stack } from "../../../../tools/expect";

/** The first stack of a process loads the whole program; milliseconds. */
const patience = 60_000;

let prod: Stack;
let citadel: Stack;
let docker: Stack;

beforeAll(async () => {
    prod = await stack("Pulumi.prod.yaml");
    citadel = await stack("examples/citadel-host.yaml");
    docker = await stack("examples/healthai-docker.yaml");
}, patience);

/** What a failed expectation says, below its first line. */
function complaintOf(expectation: () => void): string {
    try {
        expectation();
    } catch (error) {
        expect(error).toBeInstanceOf(AssertionError);
        return error instanceof Error ? error.message : "";
    }
    return "";
}

describe("upstreams", () => {
    it("are as they are", () => {
        expectUpstreams(prod, { app: { instances: { min: 3, max: 10 }, backup: 1 } });
        expectUpstreams(docker, { app: { instances: 3, backup: 1 } });
        expectUpstreams(citadel, { embedding_service: { instances: 2, backup: 1, addresses: ["192.168.10.32:8000", "192.168.10.31:8000"], backupAddresses: ["192.168.10.33:8000"] }, web_ui: { backup: 0 } });
    });

    it.each([
        ["another number", () => citadel, { web_ui: { instances: 3 } }, "web_ui.instances: expected 3, found 2 (node 192.168.10.30)"],
        ["a number that scales", () => prod, { app: { instances: 3 } }, "app.instances: expected 3, found { min: 3, max: 10 } (Deployment healthai-proxy)"],
        ["another range", () => prod, { app: { instances: { min: 3, max: 12 } } }, "app.instances.max: expected 12, found 10 (Deployment healthai-proxy)"],
        ["a backup that is not there", () => docker, { app: { backup: 2 } }, "app.backup: expected 2, found 1 (container healthai-proxy)"],
        ["another address", () => citadel, { web_ui: { addresses: ["192.168.10.31:3000"] } }, "web_ui.addresses: expected 192.168.10.31:3000, found 192.168.10.31:3000 192.168.10.32:3000 (node 192.168.10.30)"],
        ["a service that there is not", () => citadel, { qdrant: { instances: 2 } }, "qdrant: expected { instances: 2 }, found nothing (node 192.168.10.30)"],
    ])("are not %s", (_what, of, wanted, words) => {
        expect(complaintOf(() => expectUpstreams(of(), wanted))).toBe(`${of().file}: its upstreams are not as expected\n  ${words}`);
    });

    it("are named once for each place in which they differ", () => {
        const [proxy] = citadel.deployed.proxies;
        const other = proxy && { ...proxy, where: "node 192.168.10.40", nginx: [] };
        const two = { ...citadel, deployed: { ...citadel.deployed, proxies: [...citadel.deployed.proxies, ...(other === undefined ? [] : [other])] } };
        expect(complaintOf(() => expectUpstreams(two, { web_ui: { instances: 2, backup: 1 } }))).toBe(
            "examples/citadel-host.yaml: its upstreams are not as expected\n" +
                "  web_ui.backup: expected 1, found 0 (node 192.168.10.30 and node 192.168.10.40)\n" +
                "  web_ui.instances: expected 2, found 0 (node 192.168.10.40)",
        );
    });
});

describe("TLS", () => {
    it("is as it is", () => {
        expectTls(prod, { only: true, minimum: "1.2", hosts: ["healthai-api.example.com"], hsts: true, certificate: "self-signed" });
        expectTls(docker, { hsts: 365 });
        expectTls(citadel, { minimum: "1.2", hosts: ["192.168.10.30"], hsts: false });
    });

    it.each([
        ["an older version", () => prod, { minimum: "1.3" as const }, "minimum: expected 1.3, found 1.2 (Deployment healthai-proxy)"],
        ["another name", () => prod, { hosts: ["www.example.com"] }, "hosts: expected www.example.com, found healthai-api.example.com (Deployment healthai-proxy)"],
        ["HSTS that is not there", () => citadel, { hsts: true }, "hsts: expected true, found false (node 192.168.10.30)"],
        ["HSTS that does not last", () => docker, { hsts: 730 }, "hsts: expected 730, found 365 (container healthai-proxy)"],
        ["a certificate that was given", () => prod, { certificate: "provided" as const }, "certificate: expected provided, found self-signed (Deployment healthai-proxy)"],
    ])("is not %s", (_what, of, wanted, words) => {
        expect(complaintOf(() => expectTls(of(), wanted))).toBe(`${of().file}: its TLS settings are not as expected\n  ${words}`);
    });

    it("has to have all of its names in the certificate", () => {
        const other = { ...prod, deployed: { ...prod.deployed, certificates: prod.deployed.certificates.map(certificate => ({ ...certificate, names: ["old.example.com"] })) } };
        expect(complaintOf(() => expectTls(other, { hosts: ["healthai-api.example.com"] }))).toContain("uncovered: expected nothing, found a certificate for old.example.com, where the site answers to healthai-api.example.com");
    });

    it("is that of an Ingress, where one ends it", async () => {
        const behind = await stack("test/fixtures/right/full-kubernetes.yaml");
        expectTls(behind, { minimum: "off", hosts: ["*.api.example.com", "api.example.com"], hsts: 730 });
    });

    it("is off where the stack file says so", () => {
        const clear = { ...prod, deployed: { ...prod.deployed, proxies: prod.deployed.proxies.map(proxy => ({ ...proxy, nginx: [] })) } };
        expectTls(clear, { minimum: "off", hsts: false, only: false });
        expect(complaintOf(() => expectTls(clear, { hsts: 30 }))).toContain("hsts: expected 30, found 0 ");
        expect(complaintOf(() => expectTls(clear, { minimum: "1.2", only: true }))).toMatch(/minimum: expected 1.2, found off .*\n.*only: expected true, found false|only: expected true.*\n.*minimum/);
    });
});

describe("health checks", () => {
    it("are as they are", () => {
        expectProbes(prod, { app: { check: { path: "/healthz", interval: 2, fall: 2 }, readiness: { asks: "GET /readyz", interval: 10 }, liveness: { timeout: 10 } } });
        expectProbes(citadel, { web_ui: { check: { path: "/health", interval: 2 } } });
    });

    it.each([
        ["another pace", () => prod, { app: { check: { interval: 5 } } }, "app.check.interval: expected 5, found 2 (Deployment healthai-proxy)"],
        ["another question", () => prod, { app: { readiness: { asks: "GET /healthz" } } }, /app\.readiness\.asks: expected GET \/healthz, found GET \/readyz \(.*healthai-app/],
        ["liveness on docker", () => docker, { app: { liveness: { fall: 3 } } }, /app\.liveness: expected \{ fall: 3 \}, found nothing \(container healthai-app-1-\w+, container /],
        ["probes of a host", () => citadel, { web_ui: { readiness: { fall: 3 } } }, "web_ui: expected { readiness: { fall: 3 } }, found nothing (target host)"],
        ["a service that there is not", () => prod, { api: { check: { path: "/" } } }, "api.check: expected { path: / }, found nothing (Deployment healthai-proxy)"],
    ])("are not %s", (_what, of, wanted, words) => {
        expect(complaintOf(() => expectProbes(of(), wanted))).toMatch(words);
    });
});

describe("images", () => {
    it("are as they are", () => {
        expectImages(prod, { app: "healthai-rag:1.0.0", proxy: "nginx:1.28.0" });
    });

    it.each([
        ["another version", () => prod, { proxy: "nginx:1.29.0" }, "proxy: expected nginx:1.29.0, found nginx:1.28.0 ("],
        ["those of a host", () => citadel, { web_ui: "web:1" }, "web_ui: expected web:1, found nothing (target host)"],
    ])("are not %s", (_what, of, wanted, words) => {
        expect(complaintOf(() => expectImages(of(), wanted))).toContain(words);
    });
});

describe("policies", () => {
    const eased = (): Stack => ({ ...prod, model: { ...prod.model, environment: "development", policies: { "tls-on": "disabled" } } });
    const alone = (): Stack => ({ ...prod, deployed: { ...prod.deployed, services: prod.deployed.services.map(service => ({ ...service, minimum: 1 })) } });

    it("are kept by what ships", () => {
        [prod, citadel, docker].forEach(expectNoFindings);
        expectPolicies(prod, { "tls-on": { level: "mandatory", kept: true } });
    });

    it("say what breaks them, and how to fix it", () => {
        const complaint = complaintOf(() => expectNoFindings(alone()));
        expect(complaint).toMatch(/^Pulumi\.prod\.yaml: it breaks policies\n\nminimum-instances \(mandatory\): [^]*\n +service app\n/);
        expect(complaint).toContain("fix:");
    });

    it.each([
        ["eased", eased, { "tls-on": { level: "mandatory" as const } }, "tls-on.level: expected mandatory, found disabled (environment development)"],
        ["broken", alone, { "minimum-instances": { kept: true } }, "minimum-instances.kept: expected true, found false (environment production)"],
    ])("are noticed when they are %s", (_what, of, wanted, words) => {
        expect(complaintOf(() => expectPolicies(of(), wanted))).toContain(words);
    });
});
