import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isDockerModel, type DockerModel, type Service } from "../../../components/config/model";
import { wantsSandbox } from "../../../components/config/sandbox";
import { validate, type RawConfig } from "../../../components/config/validate";
import { validDockerStackFile } from "../../arbitrary/stack-file";
import { modelOf } from "./stack-files";

/** A stack on Docker whose only service has these settings on top, with blocks of its own. */
function dockerWith(settings: RawConfig = {}, blocks: RawConfig = {}): RawConfig {
    return { target: "docker", services: { app: { routes: ["/"], port: 8000, instances: 1, image: "app:1.0.0", ...settings } }, ...blocks };
}

function dockerModel(raw: RawConfig): DockerModel {
    const model = modelOf(raw);
    if (!isDockerModel(model)) {
        throw new Error("not on docker");
    }
    return model;
}

function app(settings: RawConfig, blocks: RawConfig = {}): Service {
    const [service] = dockerModel(dockerWith(settings, blocks)).services;
    if (service === undefined) {
        throw new Error("no service");
    }
    return service;
}

function addresses(service: Service): string[] {
    return [...service.instances, ...service.backup].map(({ address }) => address);
}

describe("an empty stack file with one service on Docker", () => {
    const model = dockerModel(dockerWith());

    it("has safe defaults for everything else", () => {
        expect(model).toMatchObject({
            name: "evenkeel",
            target: { kind: "docker", host: null, publishOn: null, isolated: false, updateTimeout: 120_000, pages: { listen: "127.0.0.1", ports: { prometheus: 9090, alertmanager: 9093, grafana: 3000 } }, images: { proxy: "nginx:1.28.0", probe: "busybox:1.37.0-musl" } },
            site: { listen: null, staticFiles: null, operators: ["127.0.0.1", "::1"] },
            nginx: { version: "1.28.0", user: "nginx" },
            monitoring: null,
        });
        expect(model.services).toMatchObject([{
            instances: [{ address: "app-1", port: 8000, weight: 1, maxConnections: null }],
            backup: [],
            retries: { attempts: 1 },
            container: {
                image: { kind: "prebuilt", name: "app:1.0.0" },
                env: [],
                secrets: [],
                resources: { cpu: { request: null, limit: null }, memory: { request: null, limit: null } },
                volumes: [],
                user: null,
                readOnly: false,
                probe: null,
                startPeriod: 40_000,
            },
            metrics: null,
        }]);
    });

    it("has its paths in the containers of the proxy and its agent", () => {
        expect(model.paths).toEqual({
            conf: "/opt/evenkeel/conf",
            home: "/opt/evenkeel",
            state: "/opt/evenkeel/state",
            logs: "/var/log/nginx",
            cache: "/var/cache/nginx",
            pid: "/run/nginx.pid",
            control: "/run/evenkeel/control.sock",
        });
    });
});

describe("slots", () => {
    it("are called after the service, backups apart, and stand in the order of their numbers", () => {
        expect(addresses(app({ instances: 11, backup: 2 }))).toEqual([
            "app-1", "app-2", "app-3", "app-4", "app-5", "app-6", "app-7", "app-8", "app-9", "app-10", "app-11", "app-backup-1", "app-backup-2",
        ]);
    });

    it("keep their names when there are more or fewer of them", () => {
        const [few, many] = [addresses(app({ instances: 3 })), addresses(app({ instances: 5 }))];
        expect(many.slice(0, 3)).toEqual(few);
    });

    it("have the bound that their service has", () => {
        expect(app({ instances: 2, backup: 1, maxConnections: 7 }).instances.map(({ maxConnections }) => maxConnections)).toEqual([7, 7]);
        expect(app({ backup: 1 }, { defaults: { maxConnections: 9 } }).backup[0]?.maxConnections).toBe(9);
    });

    it("count as attempts", () => {
        expect(app({ instances: 3, backup: 2 }).retries.attempts).toBe(4);
    });
});

describe("the address to listen on", () => {
    it("is one of the machine's, not of the proxy's container", () => {
        const { site, target } = dockerModel(dockerWith({}, { site: { listen: "192.168.10.40" } }));
        expect([site.listen, target.publishOn]).toEqual([null, "192.168.10.40"]);
    });
});

describe("the version of nginx", () => {
    it.each([
        ["nginx:1.29.1", "1.29.1"],
        ["registry.example.com:5000/base/nginx:1.26-bookworm", "1.26"],
        [`nginx:1.27.3@sha256:${"0".repeat(64)}`, "1.27.3"],
        ["nginx:mainline", "1.28.0"],
        ["base/proxy:7.1.0", "1.28.0"],
        [`nginx@sha256:${"0".repeat(64)}`, "1.28.0"],
    ])("of %s is %s", (proxy, version) => {
        expect(modelOf(dockerWith({}, { docker: { images: { proxy } } })).nginx.version).toBe(version);
    });

    it("that the stack file says holds", () => {
        expect(modelOf(dockerWith({}, { nginx: { version: "1.25.1", user: "www-data" } })).nginx).toMatchObject({ version: "1.25.1", user: "www-data" });
    });
});

describe("a container", () => {
    it("has its lists in one order", () => {
        const { container } = app({
            env: { B: "2", A: "1", a: "3" },
            secrets: { Z: { secure: "x" }, Y: { secure: "y" } },
            volumes: [{ name: "z", path: "/a" }, { name: "y", path: "/b", readOnly: true }],
        });
        expect(container).toMatchObject({
            env: [{ name: "A", value: "1" }, { name: "B", value: "2" }, { name: "a", value: "3" }],
            secrets: ["Y", "Z"],
            volumes: [{ name: "y", path: "/b", readOnly: true }, { name: "z", path: "/a", readOnly: false }],
        });
    });

    it.each([
        [{ cpu: { request: "250m", limit: 0.5 } }, { cpu: { request: 0.25, limit: 0.5 } }],
        [{ cpu: { limit: "1.5" } }, { cpu: { request: null, limit: 1.5 } }],
        [{ memory: { request: "512Mi", limit: "1g" } }, { memory: { request: 512 * 1024 ** 2, limit: 1024 ** 3 } }],
    ])("with resources %j", (resources, expected) => {
        expect(app({ resources }).container?.resources).toMatchObject(expected);
    });

    it("takes health settings from its service, else from defaults", () => {
        const defaults = { health: { startPeriod: "5s", command: ["/check"] } };
        expect(app({}, { defaults }).container).toMatchObject({ startPeriod: 5000, probe: ["/check"] });
        expect(app({ health: { startPeriod: "1m", command: "auto" } }, { defaults }).container).toMatchObject({ startPeriod: 60_000, probe: null });
    });

    it("is built from what the project has", () => {
        const { services } = modelOf(dockerWith({}, { services: { app: { routes: ["/"], port: 1, instances: 1, build: {} } } }));
        expect(services[0]?.container?.image).toEqual({ kind: "build", context: ".", dockerfile: "Dockerfile", stage: null, args: [] });
    });
});

describe("metrics", () => {
    it.each([
        [{ metrics: "on" }, {}, { path: "/metrics", interval: 15_000 }],
        [{ metrics: "on" }, { monitoring: { interval: "1m" } }, { path: "/metrics", interval: 60_000 }],
        [{ metrics: { path: "/x", interval: "30s" } }, { monitoring: { interval: "1m" } }, { path: "/x", interval: 30_000 }],
        [{ metrics: "off" }, { monitoring: {} }, null],
    ])("%j with %j", (settings, blocks, expected) => {
        expect(app(settings, blocks).metrics).toEqual(expected);
    });
});

describe("monitoring", () => {
    it("that is there is on", () => {
        expect(modelOf(dockerWith({}, { monitoring: {} })).monitoring).toEqual({
            retention: 1_296_000_000,
            interval: 15_000,
            alerts: { webhook: null, errorRatio: 0.05, latency: 1000, certificate: 1_209_600_000 },
        });
    });

    it("can be turned off with the block left in place, and with its ports free for the site", () => {
        expect(modelOf(dockerWith({}, { monitoring: { enabled: false }, site: { http: 9090 } })).monitoring).toBeNull();
    });

    it.each([
        [{ listen: "10.0.0.5", http: 9090 }, {}, true],
        [{ listen: "127.0.0.1", http: 9090 }, {}, false],
        [{ http: 9090 }, {}, false],
        [{ listen: "10.0.0.5", http: 9090 }, { listen: "0.0.0.0" }, false],
        [{ listen: "::", http: 9090 }, {}, false],
    ])("with the site on %j and its pages on %j is accepted: %s", (site, pages, accepted) => {
        expect("model" in validate(dockerWith({}, { site, monitoring: {}, docker: { monitoring: pages } }))).toBe(accepted);
    });
});

describe("any stack file on Docker that is accepted", () => {
    it("has a slot for every instance it asks for, a container for every service, and no secret", () => {
        fc.assert(fc.property(validDockerStackFile, (raw) => {
            const model = dockerModel(raw);
            for (const [name, asked] of Object.entries(raw["services"] as Record<string, { instances: number; backup?: number; port: number }>)) {
                const service = model.services.find((candidate) => candidate.name === name);
                expect(service?.instances.map(({ address, port }) => `${address}:${port}`)).toEqual(Array.from({ length: asked.instances }, (_, i) => `${name}-${i + 1}:${asked.port}`));
                expect(service?.backup).toHaveLength(asked.backup ?? 0);
                expect(service?.container).not.toBeNull();
            }
            const all = model.services.flatMap((service) => [service.name, ...addresses(service)]);
            expect(new Set(all).size).toBe(all.length);
            expect(Math.max(...model.services.flatMap(addresses).map((slot) => `${model.name}-${slot}-01234567`.length))).toBeLessThanOrEqual(63);
            expect(JSON.stringify(model)).not.toContain("AAAA:BBBB");
        }), { numRuns: 100 });
    });
});

describe("the sandbox", () => {
    it("is a host's: a stack on Docker is refused for it, and waits for none", () => {
        const raw = dockerWith({}, { host: { sandbox: true } });
        expect([wantsSandbox(raw), "problems" in validate(raw)]).toEqual([false, true]);
    });
});

describe("a stack file on a host", () => {
    it("has no containers, and no monitoring", () => {
        const model = modelOf({ services: { api: { routes: ["/"], instances: ["10.0.0.5:8000"] } }, host: { sandbox: true } });
        expect([model.services[0]?.container, model.services[0]?.metrics, model.monitoring, isDockerModel(model)]).toEqual([null, null, null, false]);
    });
});
