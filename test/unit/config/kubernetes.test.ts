import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isKubernetesModel, type KubernetesModel, type Service } from "../../../components/config/model";
import type { RawConfig } from "../../../components/config/validate";
import { validKubernetesStackFile } from "../../arbitrary/stack-file";
import { fixtures, modelOf, rawOf, textOf } from "./stack-files";

/** A stack on Kubernetes whose only service has these settings on top, with blocks of its own. */
function kubernetesWith(settings: RawConfig = {}, blocks: RawConfig = {}): RawConfig {
    return { target: "kubernetes", services: { app: { routes: ["/"], port: 8000, instances: 1, image: "app:1.0.0", ...settings } }, ...blocks };
}

function kubernetesModel(raw: RawConfig): KubernetesModel {
    const model = modelOf(raw);
    if (!isKubernetesModel(model)) {
        throw new Error("not on Kubernetes");
    }
    return model;
}

function app(settings: RawConfig, kubernetes: RawConfig = {}, blocks: RawConfig = {}): Service {
    const [service] = kubernetesModel(kubernetesWith(settings, { kubernetes, ...blocks })).services;
    if (service === undefined) {
        throw new Error("no service");
    }
    return service;
}

const scaled = { resources: { cpu: { request: 1 }, memory: { request: "1g" } } };

describe("an empty stack file with one service on Kubernetes", () => {
    const model = kubernetesModel(kubernetesWith());

    it("has safe defaults for everything else", () => {
        expect(model.target).toEqual({
            kind: "kubernetes",
            context: null,
            namespace: "evenkeel",
            images: {
                proxy: "nginx:1.28.0",
                nginxExporter: "nginx/nginx-prometheus-exporter:1.5.1",
                nodeExporter: "prom/node-exporter:v1.10.2",
                logExporter: "ghcr.io/google/mtail:3.0.8",
            },
            pullSecrets: [],
            proxy: { replicas: 2, resources: { cpu: { request: 0.1, limit: null }, memory: { request: 128 * 1024 ** 2, limit: 512 * 1024 ** 2 } } },
            endpoints: "pods",
            exposure: { service: "LoadBalancer", annotations: [], loadBalancerClass: null, sourceRanges: [], nodePorts: { http: null, https: null }, through: null },
            discovery: { by: "annotations", from: null, labels: [] },
            updateTimeout: 300_000,
        });
        expect(model).toMatchObject({ site: { listen: null }, nginx: { version: "1.28.0", user: null }, monitoring: null });
        expect(model.services).toMatchObject([{
            instances: [{ address: "evenkeel-app-pods", port: 8000, weight: 1, maxConnections: null }],
            backup: [],
            retries: { attempts: 1 },
            container: { image: { kind: "prebuilt", name: "app:1.0.0" }, user: null, readOnly: false, startPeriod: 40_000 },
            pods: {
                replicas: 1,
                backups: 0,
                autoscaling: null,
                probes: {
                    liveness: { path: "/healthz", interval: 30_000, timeout: 10_000, fall: 3 },
                    readiness: { path: "/readyz", interval: 10_000, timeout: 5000, fall: 3 },
                    startPeriod: 40_000,
                },
                claims: [],
            },
        }]);
    });

    it("has its paths in the pods of the proxy", () => {
        expect(model.paths).toEqual({
            conf: "/opt/evenkeel/conf",
            home: "/opt/evenkeel",
            state: "/opt/evenkeel/state",
            logs: "/var/log/nginx",
            cache: "/var/cache/nginx",
            pid: "/run/evenkeel/nginx.pid",
            control: "/run/evenkeel/control.sock",
        });
    });
});

describe("the instances", () => {
    it("are one name for all pods, and one for all backups", () => {
        const { instances, backup } = app({ instances: 5, backup: 2, maxConnections: 7 });
        expect([...instances, ...backup]).toEqual([
            { address: "evenkeel-app-pods", port: 8000, weight: 1, maxConnections: 7 },
            { address: "evenkeel-app-backup-pods", port: 8000, weight: 1, maxConnections: 7 },
        ]);
    });

    it("are those of the Service where it picks the pod", () => {
        const { instances, backup } = app({ backup: 1 }, { endpoints: "service" });
        expect([...instances, ...backup].map(({ address }) => address)).toEqual(["evenkeel-app", "evenkeel-app-backup"]);
    });

    it.each([
        [{ instances: 3 }, {}, 3],
        [{ instances: 3, backup: 2 }, {}, 4],
        [{ instances: 3, backup: 1, ...scaled }, { autoscaling: { min: 2, max: 9 } }, 3],
        [{ instances: 3, ...scaled }, { autoscaling: { max: 9 } }, 3],
        [{ instances: 3, retries: { attempts: 7 } }, {}, 7],
    ])("%j with %j are worth %d attempts", (settings, kubernetes, attempts) => {
        expect(app(settings, kubernetes).retries.attempts).toBe(attempts);
    });
});

describe("autoscaling", () => {
    it("has the seed's pace and measure, and begins with the service's instances", () => {
        expect(app({ instances: 3, ...scaled }, { autoscaling: { max: 10 } }).pods?.autoscaling).toEqual({
            min: 3,
            max: 10,
            cpu: 70,
            memory: null,
            scaleUp: { stabilization: 60_000, percent: 100, period: 30_000 },
            scaleDown: { stabilization: 300_000, percent: 50, period: 60_000 },
        });
    });

    it("of a single service is taken as a whole, off too", () => {
        const autoscaling = { min: 2, max: 10, cpu: 50 };
        expect(app(scaled, { autoscaling, services: { app: { autoscaling: { max: 4, memory: 60 } } } }).pods?.autoscaling).toMatchObject({ min: 1, max: 4, cpu: 70, memory: 60 });
        expect(app({}, { autoscaling, services: { app: { autoscaling: "off" } } }).pods?.autoscaling).toBeNull();
        expect(app(scaled, { autoscaling, services: { app: {} } }).pods?.autoscaling).toMatchObject({ max: 10 });
    });
});

describe("probes and claims", () => {
    it("of a single service are taken value by value", () => {
        const probes = { liveness: { path: "/live" }, readiness: { path: "/ready", fall: 9 } };
        const own = { probes: { readiness: { path: "/mine" } }, volumes: { b: { size: "1Ti", storageClass: "off" } } };
        const volumes = [{ name: "b", path: "/b" }, { name: "a", path: "/a" }];
        const { pods } = app({ volumes, health: { startPeriod: "5s" } }, { probes, volumes: { size: "2g", storageClass: "nfs" }, services: { app: own } });
        expect(pods?.probes).toEqual({
            liveness: { path: "/live", interval: 30_000, timeout: 10_000, fall: 3 },
            readiness: { path: "/mine", interval: 10_000, timeout: 5000, fall: 9 },
            startPeriod: 5000,
        });
        expect(pods?.claims).toEqual([
            { name: "a", size: 2 * 1024 ** 3, accessMode: "ReadWriteMany", storageClass: "nfs" },
            { name: "b", size: 1024 ** 4, accessMode: "ReadWriteMany", storageClass: null },
        ]);
    });
});

describe("the way in", () => {
    function exposure(name: string): KubernetesModel["target"]["exposure"] {
        return kubernetesModel(rawOf(textOf(join(fixtures, "right"), `${name}.yaml`))).target.exposure;
    }

    it("lets in networks, whose lengths Services insist on", () => {
        expect(exposure("kubernetes-load-balancer").sourceRanges).toEqual(["10.0.0.0/8", "192.0.2.7/32", "2001:db8::/32", "2001:db9::1/128"]);
    });

    it("is inside of the cluster behind a gateway", () => {
        expect(exposure("kubernetes-gateway")).toMatchObject({ service: "ClusterIP", through: { kind: "gateway", name: "public", namespace: "kube-gateway", listener: "https" } });
    });

    it("is what the stack file says behind an ingress", () => {
        expect(exposure("full-kubernetes")).toMatchObject({ service: "NodePort", through: { kind: "ingress", className: "traefik", tlsSecret: "api.example.com-tls" } });
    });
});

describe("monitoring on Kubernetes", () => {
    it("leaves it to the cluster how long figures are kept and whom alerts go to", () => {
        expect(kubernetesModel(kubernetesWith({ metrics: "on" }, { monitoring: { interval: "30s" } }))).toMatchObject({
            monitoring: { retention: null, interval: 30_000, alerts: { webhook: null } },
            services: [{ metrics: { path: "/metrics", interval: 30_000 } }],
        });
    });
});

describe("the order of keys and of services", () => {
    it("does not decide whose claim is whose", () => {
        const raw = rawOf(textOf(fixtures, "right", "full-kubernetes.yaml"));
        const { services } = kubernetesModel(raw);
        for (const { container, pods } of services) {
            expect(pods?.claims.map(({ name }) => name)).toEqual(container?.volumes.map(({ name }) => name));
        }
        expect(services.map(({ pods }) => pods?.claims.map(({ name, size }) => `${name} ${size / 1024 ** 3}`))).toEqual([["backups 50", "data 20"], ["queue 1024"]]);
    });
});

describe("any stack file on Kubernetes that is accepted", () => {
    const label = /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;

    it("has names that a cluster takes, for all Services that differ", () => {
        fc.assert(fc.property(validKubernetesStackFile, (raw) => {
            const { name, services, target } = kubernetesModel(raw);
            const names = services.flatMap((service) => [...service.instances, ...service.backup].map(({ address }) => address));
            const all = [...names, ...services.map((service) => `${name}-${service.name}`), `${name}-proxy`];
            expect(all.filter((one) => !label.test(one))).toEqual([]);
            expect(new Set(all).size).toBe(all.length - (target.endpoints === "service" ? services.length : 0));
            expect(JSON.stringify(services)).not.toContain("AAAA:BBBB");
        }), { numRuns: 100 });
    });

    it("has pods for everything that it asks for", () => {
        fc.assert(fc.property(validKubernetesStackFile, (raw) => {
            const asked = raw["services"] as Record<string, { instances: number; backup?: number; port: number }>;
            for (const { name, instances, backup, container, pods } of kubernetesModel(raw).services) {
                const { replicas = 0, backups = 0, autoscaling, claims } = pods ?? {};
                expect([replicas, backups]).toEqual([asked[name]?.instances, asked[name]?.backup ?? 0]);
                expect([instances.length, backup.length]).toEqual([1, Math.min(1, backups)]);
                expect(instances[0]?.port).toBe(asked[name]?.port);
                expect(claims?.map((claim) => claim.name)).toEqual(container?.volumes.map((volume) => volume.name));
                expect(autoscaling?.min ?? 1).toBeLessThanOrEqual(autoscaling?.max ?? 1);
                const alone = claims?.some(({ accessMode }) => accessMode === "ReadWriteOnce" || accessMode === "ReadWriteOncePod");
                expect(alone === true ? (autoscaling?.max ?? replicas) + backups : 1).toBe(1);
            }
        }), { numRuns: 100 });
    });

    it("scales by a share of what is requested", () => {
        fc.assert(fc.property(validKubernetesStackFile, (raw) => {
            for (const { container, pods } of kubernetesModel(raw).services) {
                const { cpu, memory } = container?.resources ?? {};
                const { autoscaling } = pods ?? {};
                expect(typeof autoscaling?.cpu !== "number" || (cpu?.request ?? cpu?.limit) !== null).toBe(true);
                expect(typeof autoscaling?.memory !== "number" || (memory?.request ?? memory?.limit) !== null).toBe(true);
                expect(autoscaling === null || (autoscaling?.cpu ?? autoscaling?.memory) !== null).toBe(true);
            }
        }), { numRuns: 100 });
    });
});
