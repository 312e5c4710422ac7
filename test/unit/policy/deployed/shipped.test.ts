import { beforeAll, describe, expect, test } from "vitest";
import type { Deployed } from "../../../../policy/deployed/deployed";
import { deployed } from "../../../../policy/deployed/deployed-from";
import { upstreamsOf } from "../../../../policy/deployed/nginx/upstreams";
import { shippedStacks } from "../../config/stack-files";
import { settingsIn } from "../stacks";
import { recorded } from "./recorded";

const views = new Map<string, Deployed>();

beforeAll(async () => {
    for (const file of shippedStacks) {
        const view = deployed(await recorded(settingsIn(file)));
        if (view !== undefined) {
            views.set(file, view);
        }
    }
});

function viewOf(file: string): Deployed {
    const view = views.get(file);
    if (view === undefined) {
        throw new Error(`Nothing is deployed by ${file}.`);
    }
    return view;
}

/** By service: where the instances are, the backups, and how many there are at the least and at the most. */
const services: Readonly<Record<string, object>> = {
    "Pulumi.dev.yaml": {
        embedding_service: [["127.0.31.1:8000", "127.0.31.2:8000"], ["127.0.31.9:8000"], 2, 2],
        management_api: [["127.0.32.1:8001", "127.0.32.2:8001"], ["127.0.32.9:8001"], 2, 2],
        qdrant_api: [["127.0.30.1:6333", "127.0.30.2:6333", "127.0.30.3:6333"], ["127.0.30.9:6333"], 3, 3],
        web_ui: [["127.0.33.1:3000", "127.0.33.2:3000"], ["127.0.33.9:3000"], 2, 2],
    },
    "Pulumi.prod.yaml": { app: [["healthai-app-pods:8000"], ["healthai-app-backup-pods:8000"], 3, 10] },
    "examples/citadel-host.yaml": {
        embedding_service: [["192.168.10.31:8000", "192.168.10.32:8000"], ["192.168.10.33:8000"], 2, 2],
        management_api: [["192.168.10.31:8001", "192.168.10.32:8001"], [], 2, 2],
        qdrant_api: [["192.168.10.31:6333", "192.168.10.32:6333"], [], 2, 2],
        web_ui: [["192.168.10.31:3000", "192.168.10.32:3000"], [], 2, 2],
    },
    "examples/healthai-docker.yaml": { app: [["app-1:8000", "app-2:8000", "app-3:8000"], ["app-backup-1:8000"], 3, 3] },
    "examples/healthai-kubernetes.yaml": { app: [["healthai-app-pods:8000"], ["healthai-app-backup-pods:8000"], 3, 10] },
    "examples/healthai-kubernetes-plain.yaml": { app: [["healthai-app-pods:8000"], [], 3, 10] },
};

const proxies: Readonly<Record<string, readonly [string, number]>> = {
    "Pulumi.dev.yaml": ["node 127.0.0.1:2222", 1],
    "Pulumi.prod.yaml": ["Deployment healthai-proxy", 2],
    "examples/citadel-host.yaml": ["node 192.168.10.30", 1],
    "examples/healthai-docker.yaml": ["container healthai-proxy", 1],
    "examples/healthai-kubernetes.yaml": ["Deployment healthai-proxy", 2],
    "examples/healthai-kubernetes-plain.yaml": ["Deployment healthai-proxy", 2],
};

const openings: Readonly<Record<string, readonly string[]>> = {
    "Pulumi.dev.yaml": ["proxy 127.0.0.1 8080", "proxy 127.0.0.1 8443"],
    "Pulumi.prod.yaml": ["proxy everywhere 80", "proxy everywhere 443"],
    "examples/citadel-host.yaml": ["proxy everywhere 80", "proxy everywhere 443"],
    "examples/healthai-docker.yaml": ["alertmanager 127.0.0.1 9093", "grafana 127.0.0.1 3000", "prometheus 127.0.0.1 9090", "proxy everywhere 80", "proxy everywhere 443"],
    "examples/healthai-kubernetes.yaml": ["proxy everywhere 80", "proxy everywhere 443"],
    "examples/healthai-kubernetes-plain.yaml": ["proxy everywhere 80", "proxy everywhere 443"],
};

const certificates: Readonly<Record<string, readonly string[]>> = {
    "Pulumi.dev.yaml": ["localhost", "127.0.0.1"],
    "Pulumi.prod.yaml": ["healthai-api.example.com"],
    "examples/citadel-host.yaml": ["192.168.10.30"],
    "examples/healthai-docker.yaml": ["healthai-api.example.com"],
    "examples/healthai-kubernetes.yaml": ["healthai-api.example.com"],
    "examples/healthai-kubernetes-plain.yaml": ["healthai-api.example.com"],
};

describe.each(shippedStacks)("%s", file => {
    test("its services, with as many instances as are started", () => {
        const entries = viewOf(file).services.map(({ name, instances, backup, minimum, maximum }) => [name, [instances, backup, minimum, maximum]]);
        expect(Object.fromEntries(entries)).toEqual(services[file]);
    });

    test("its proxy, with an upstream and a health check of every service", () => {
        const { proxies: found, services: all } = viewOf(file);
        expect(found.map(({ where, replicas }) => [where, replicas])).toEqual([proxies[file]]);
        for (const { nginx, watched } of found) {
            for (const { name, instances, backup } of all) {
                const upstream = upstreamsOf(nginx).find(each => each.name === `evenkeel_${name}`);
                expect(upstream?.servers.map(({ address, backup }) => [address, backup])).toEqual([...instances.map(address => [address, false]), ...backup.map(address => [address, true])]);
                expect(watched.get(name)).toMatchObject({ instances, backup, interval: 2, timeout: 1, rise: 2, fall: 2 });
            }
        }
    });

    test("where it is open", () => {
        expect(viewOf(file).openings.map(({ part, address, port }) => `${part} ${address ?? "everywhere"} ${String(port)}`)).toEqual(openings[file]);
    });

    test("the certificate that it makes", () => {
        const [certificate, ...others] = viewOf(file).certificates;
        expect(certificate).toMatchObject({ origin: "self-signed", names: certificates[file], lifetimeHours: 397 * 24, renewedHoursBefore: 90 * 24 });
        expect(certificate?.where).toMatch(/^certificate .+-leaf$/);
        expect(others).toEqual([]);
    });

    test("every container has an image with a tag", () => {
        for (const { image, built } of viewOf(file).containers) {
            expect(image).toMatch(/:[\w.-]+$/);
            expect(built).toBe(false);
        }
    });

    test("no text of it is a private key but where secrets belong", () => {
        const keys = viewOf(file).texts.filter(({ text }) => text.includes("PRIVATE KEY"));
        expect(keys.filter(({ forSecrets }) => !forSecrets)).toEqual([]);
        expect(keys.map(({ property }) => property)).toEqual(file === "Pulumi.dev.yaml" ? ["connection.privateKey", "connection.privateKey"] : []);
    });
});

test("hosts have neither containers nor volumes, and one connection for each node", () => {
    for (const [file, node, user] of [["Pulumi.dev.yaml", "127.0.0.1", "sandbox"], ["examples/citadel-host.yaml", "192.168.10.30", "ops"]] as const) {
        const { target, site, containers, volumes, connections } = viewOf(file);
        expect([target, containers, volumes]).toEqual(["host", [], []]);
        expect(site).toBe(file === "Pulumi.dev.yaml" ? "evenkeel" : "vector-load-balancer");
        expect(connections).toEqual([expect.objectContaining({ host: node, user, hostKey: expect.stringMatching(/^ssh-ed25519 /) as string })]);
    }
});

test("containers of the docker example", () => {
    const { target, containers, connections } = viewOf("examples/healthai-docker.yaml");
    expect([target, connections]).toEqual(["docker", []]);
    expect(containers.map(({ where, role, image }) => `${role} ${where.replace(/-[0-9a-f]{8}$/, "")} ${image}`)).toEqual([
        "tool container healthai-agent nginx:1.28.0",
        "monitoring container healthai-alertmanager prom/alertmanager:v0.31.1",
        ...["app-1", "app-2", "app-3", "app-backup-1"].map(slot => `instance container healthai-${slot} healthai-rag:1.0.0`),
        "monitoring container healthai-grafana grafana/grafana:12.3.1",
        "monitoring container healthai-log-exporter ghcr.io/google/mtail:3.0.8",
        "monitoring container healthai-nginx-exporter nginx/nginx-prometheus-exporter:1.5.1",
        "monitoring container healthai-node-exporter prom/node-exporter:v1.10.2",
        "tool container healthai-probe busybox:1.37.0-musl",
        "monitoring container healthai-prometheus prom/prometheus:v3.9.1",
        "proxy container healthai-proxy nginx:1.28.0",
    ]);
    expect(containers.find(({ role }) => role === "instance")).toMatchObject({
        service: "app",
        env: [{ name: "APP_INSTANCE", value: "1" }, { name: "LOG_LEVEL", value: "info" }, { name: "PORT", value: "8000" }],
        limits: { memory: 1024 ** 3 },
        requests: { cpu: 0.25, memory: 512 * 1024 ** 2 },
        readiness: { asks: "GET /healthz", interval: 10, timeout: 1, fall: 2 },
        liveness: undefined,
        startup: undefined,
    });
});

test("volumes of the docker example: data is what nothing writes again", () => {
    const { volumes } = viewOf("examples/healthai-docker.yaml");
    const named = (data: boolean): string[] => volumes.filter(volume => volume.data === data).map(({ name }) => name.replace(/-[0-9a-f]{8}$/, ""));
    expect(named(true).sort()).toEqual(["healthai-alertmanager", "healthai-app-backups", "healthai-app-data", "healthai-grafana", "healthai-prometheus"]);
    expect(named(false).sort()).toEqual(["healthai-cache", "healthai-config", "healthai-logs", "healthai-monitoring", "healthai-probe", "healthai-run"]);
    expect(volumes.every(({ data, protect, retainOnDelete }) => retainOnDelete === data && !protect)).toBe(true);
});

test("containers and volumes of the kubernetes example", () => {
    const { target, site, containers, volumes } = viewOf("examples/healthai-kubernetes.yaml");
    expect([target, site]).toEqual(["kubernetes", "healthai"]);
    expect(containers.map(({ where, role, image }) => `${role} ${where} ${image}`)).toEqual([
        "instance container app of Deployment healthai-app-backup healthai-rag:1.0.0",
        "instance container app of Deployment healthai-app healthai-rag:1.0.0",
        "tool container agent of Deployment healthai-proxy nginx:1.28.0",
        "monitoring container nginx-exporter of Deployment healthai-proxy nginx/nginx-prometheus-exporter:1.5.1",
        "monitoring container node-exporter of Deployment healthai-proxy prom/node-exporter:v1.10.2",
        "monitoring container log-exporter of Deployment healthai-proxy ghcr.io/google/mtail:3.0.8",
        "proxy container nginx of Deployment healthai-proxy nginx:1.28.0",
    ]);
    expect(containers[0]).toMatchObject({
        service: "app",
        env: [{ name: "APP_INSTANCE", value: undefined }, { name: "PORT", value: "8000" }, { name: "LOG_LEVEL", value: "info" }],
        limits: { memory: 1024 ** 3 },
        requests: { cpu: 0.25, memory: 512 * 1024 ** 2 },
        readiness: { asks: "GET /readyz", interval: 10, timeout: 5, fall: 3 },
        liveness: { asks: "GET /healthz", interval: 30, timeout: 10, fall: 3 },
        startup: { asks: "GET /healthz", interval: 2, timeout: 10, fall: 65 },
    });
    expect(volumes.map(({ where, data, retainOnDelete }) => [where, data, retainOnDelete])).toEqual([
        ["PersistentVolumeClaim healthai-app-backups", true, true],
        ["PersistentVolumeClaim healthai-app-data", true, true],
    ]);
});

test("a bundle's files are texts by themselves, and so is every variable", () => {
    const properties = viewOf("examples/healthai-docker.yaml").texts.map(({ where, property }) => `${where}: ${property}`);
    expect(properties).toContain("command healthai-release: stdin nginx/nginx.conf");
    expect(properties).toContain("container healthai-grafana: env GF_SECURITY_ADMIN_PASSWORD__FILE");
    expect(viewOf("Pulumi.prod.yaml").texts.map(({ where, property }) => `${where}: ${property}`)).toContain("Deployment healthai-app: env LOG_LEVEL");
});
