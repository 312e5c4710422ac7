import { beforeAll, describe, expect, test } from "vitest";
import type { RawConfig } from "../../../../components/config/validate";
import type { Deployed } from "../../../../policy/deployed/deployed";
import { deployed } from "../../../../policy/deployed/deployed-from";
import { makePair, type Pair } from "../../../certificates";
import { recorded } from "./recorded";

const now = new Date("2026-03-01T00:00:00Z");
const hour = 3_600_000;
const hostKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKUnEd4q7CKCkEVqG2i05Tbzx05TKG8yGVFp+LxY1X2a";

const targets: Readonly<Record<"host" | "docker" | "kubernetes", RawConfig>> = {
    host: {
        target: "host",
        host: { nodes: [{ address: "10.0.0.1", hostKey }, { address: "fd00::2", port: 2222, user: "ops", hostKey }] },
        services: { api: { routes: ["/"], instances: ["10.1.0.1:80", "[fd00::9]:81"], backup: ["10.1.0.2:80"] } },
    },
    docker: { target: "docker", services: { api: { routes: ["/"], image: "api:1", port: 8000, instances: 2, backup: 1 } } },
    kubernetes: { target: "kubernetes", services: { api: { routes: ["/"], image: "api:1", port: 8000, instances: 2, backup: 1 } } },
};

async function view(raw: RawConfig, secretBlocks: readonly string[] = [], clock = now): Promise<Deployed> {
    const found = deployed(await recorded(raw, secretBlocks), clock);
    if (found === undefined) {
        throw new Error("Nothing is deployed.");
    }
    return found;
}

/** Settings with others in the only service. */
function serviceWith(target: keyof typeof targets, more: RawConfig, name = "api"): RawConfig {
    const raw = targets[target];
    const { api } = raw["services"] as Record<string, RawConfig>;
    return { ...raw, services: { [name]: { ...api, ...more } } };
}

describe("a provided certificate", () => {
    let pair: Pair;
    const end = new Date(Date.now() + 240 * hour);

    beforeAll(async () => {
        pair = await makePair({ names: ["shop.example.com", "*.shop.example.com", "10.0.0.1", "fd00::1"], to: end });
    });

    test.each(["host", "docker", "kubernetes"] as const)("on %s is read from where it is handed over, once, and its key stands where secrets belong", async target => {
        const raw = { ...targets[target], site: { hosts: ["shop.example.com"] }, tls: { mode: "provided", ...pair } };
        const { certificates, texts } = await view(raw, ["tls"], new Date(end.getTime() - 48 * hour));
        expect(certificates).toEqual([expect.objectContaining({ origin: "provided", names: ["shop.example.com", "*.shop.example.com", "10.0.0.1", "fd00::1"], renewedHoursBefore: undefined })]);
        expect(certificates[0]?.lifetimeHours).toBeCloseTo(48, 2);
        const keys = texts.filter(({ text }) => text.includes("PRIVATE KEY"));
        expect([...new Set(keys.map(({ property, forSecrets }) => `${property} ${String(forSecrets)}`))]).toEqual([target === "kubernetes" ? "data.tls.key true" : "stdin certificate/site.key true"]);
    });

    test("that is over has less than no time left", async () => {
        const raw = { ...targets.host, site: { hosts: ["shop.example.com"] }, tls: { mode: "provided", ...pair } };
        expect((await view(raw, ["tls"], new Date(end.getTime() + hour))).certificates[0]?.lifetimeHours).toBeCloseTo(-1, 2);
    });
});

test.each(["host", "docker", "kubernetes"] as const)("%s without TLS has no certificate, and one port", async target => {
    const { certificates, openings } = await view({ ...targets[target], tls: { mode: "off" } });
    expect(certificates).toEqual([]);
    expect([...new Set(openings.map(({ part, port }) => `${part} ${String(port)}`))]).toEqual(["proxy 80"]);
});

test("every node of a host target is a proxy and a connection of its own", async () => {
    const { proxies, connections, services } = await view(targets.host);
    expect(proxies.map(({ where }) => where)).toEqual(["node 10.0.0.1", "node fd00::2:2222"]);
    expect(connections.map(({ where, host, user }) => [where, host, user])).toEqual([["node 10.0.0.1", "10.0.0.1", "root"], ["node fd00::2:2222", "fd00::2", "ops"]]);
    expect(services).toEqual([expect.objectContaining({ name: "api", instances: ["10.1.0.1:80", "[fd00::9]:81"], backup: ["10.1.0.2:80"], backups: 1 })]);
});

describe("on docker", () => {
    test("variables are in the place of secrets only where they are kept secret", async () => {
        const { texts } = await view(serviceWith("docker", { env: { PLAIN: "one" }, secrets: { TOKEN: "two" } }), ["services"]);
        const variables = texts.filter(({ where, property }) => where.startsWith("container evenkeel-api-1") && property.startsWith("env ")).map(({ property, text, forSecrets }) => [property, text, forSecrets]);
        expect(variables).toEqual([["env APP_INSTANCE", "1", false], ["env PORT", "8000", false], ["env PLAIN", "one", false], ["env TOKEN", "two", true]]);
    });

    test("an image that the stack builds is known as such", async () => {
        const api = { routes: ["/"], build: { context: "test/fixtures", dockerfile: "right/full.yaml" }, port: 8000, instances: 2 };
        const { containers } = await view({ ...targets.docker, services: { api } });
        expect([...new Set(containers.filter(({ role }) => role === "instance").map(({ image, built }) => `${image.replace(/[0-9a-f]{12}$/, "")} ${String(built)}`))]).toEqual(["evenkeel-api: true"]);
    });

    test("services whose names look like others' backups are told apart", async () => {
        const { api } = targets.docker["services"] as Record<string, RawConfig>;
        const { services } = await view({ ...targets.docker, services: { api, "api-x": { ...api, routes: ["/x"] }, "api-backup-x": { ...api, routes: ["/y"], backup: 0 } } });
        expect(services.map(({ name, instances, backup }) => [name, instances, backup])).toEqual([
            ["api", ["api-1:8000", "api-2:8000"], ["api-backup-1:8000"]],
            ["api-backup-x", ["api-backup-x-1:8000", "api-backup-x-2:8000"], []],
            ["api-x", ["api-x-1:8000", "api-x-2:8000"], ["api-x-backup-1:8000"]],
        ]);
    });

    test("ports that are published on one address, a probe that is a command, and volumes that are read only", async () => {
        const raw = serviceWith("docker", { health: { command: ["/bin/check", "-q"] }, volumes: [{ name: "data", path: "/data", readOnly: true }] });
        const { openings, containers, volumes } = await view({ ...raw, site: { listen: "10.0.0.7", http: 8080, https: 8443 } });
        expect(openings.map(({ address, port }) => [address, port])).toEqual([["10.0.0.7", 8080], ["10.0.0.7", 8443]]);
        expect(containers.find(({ role }) => role === "instance")?.readiness?.asks).toBe("/bin/check -q");
        expect(volumes.filter(({ data }) => data).map(({ name }) => name)).toEqual(["evenkeel-api-data"]);
    });
});

describe("on kubernetes", () => {
    test("the proxy may ask the Service that picks a pod", async () => {
        const { services } = await view({ ...targets.kubernetes, kubernetes: { endpoints: "service" } });
        expect(services[0]).toMatchObject({ instances: ["evenkeel-api:8000"], backup: ["evenkeel-api-backup:8000"], minimum: 2, maximum: 2, backups: 1 });
    });

    test("a Deployment without an autoscaler has the pods that it says", async () => {
        expect((await view(targets.kubernetes)).services[0]).toMatchObject({ instances: ["evenkeel-api-pods:8000"], minimum: 2, maximum: 2 });
    });

    const exposures: readonly (readonly [title: string, expose: RawConfig, openings: readonly string[]])[] = [
        ["a node's ports", { type: "NodePort", nodePorts: { http: 30080, https: 30443 } }, ["Service evenkeel-proxy 30080", "Service evenkeel-proxy 30443"]],
        ["an Ingress", { ingress: { tlsSecret: "site" } }, ["Ingress evenkeel-proxy 80", "Ingress evenkeel-proxy 443"]],
        ["nothing", { type: "ClusterIP" }, []],
    ];

    const behindIngress: RawConfig = { tls: { mode: "off" }, site: { trustedProxies: ["10.244.0.0/16"] } };

    test.each(exposures)("what leads into the cluster: %s", async (_, expose, openings) => {
        const found = await view({ ...targets.kubernetes, ...("ingress" in expose ? behindIngress : {}), kubernetes: { expose } });
        expect(found.openings.map(({ where, port }) => `${where} ${String(port)}`)).toEqual(openings);
    });

    test("secrets of a service are named where they are used, and told where they are kept", async () => {
        const { containers, texts } = await view(serviceWith("kubernetes", { secrets: { TOKEN: "two" } }), ["services"]);
        expect(containers.find(({ role }) => role === "instance")?.env).toContainEqual({ name: "TOKEN", value: undefined });
        expect(texts.filter(({ text }) => text === "two").map(({ property, forSecrets }) => [property, forSecrets])).toEqual([["data.TOKEN", true]]);
    });
});

test("a stack of somebody else's is none of ours", () => {
    const other = { name: "site", urn: "urn:pulumi:x::y::command:local:Command::site", props: { create: "true", stdin: "hello" }, parent: undefined, protect: false, retainOnDelete: false, propertyDependencies: {}, secrets: [] };
    expect(deployed([])).toBeUndefined();
    expect(deployed([{ ...other, type: "command:local:Command" }, { ...other, type: "command:remote:Command" }])).toBeUndefined();
});
