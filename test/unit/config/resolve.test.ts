import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Route, Service } from "../../../components/config/model";
import type { RawConfig } from "../../../components/config/validate";
import { fixtures, modelOf, rawOf, serviceWith, stackWith, textOf } from "./stack-files";

function service(raw: RawConfig): Service {
    const [first] = modelOf(raw).services;
    if (first === undefined) {
        throw new Error("no service");
    }
    return first;
}

function route(raw: RawConfig, path = "/"): Route {
    const found = modelOf(raw).services.flatMap(({ routes }) => routes).find((candidate) => candidate.path === path);
    if (found === undefined) {
        throw new Error(`no route ${path}`);
    }
    return found;
}

describe("an empty stack file with one service", () => {
    const model = modelOf(rawOf(textOf(fixtures, "right", "minimal.yaml")));

    it("has safe defaults for everything else", () => {
        expect(model).toMatchObject({
            name: "evenkeel",
            proxy: "nginx",
            target: { kind: "host", nodes: [{ address: "192.168.10.30", port: 22, user: "root" }], prefix: "/" },
            site: { hosts: [], httpPort: 80, httpsPort: 443, listen: null, rateLimit: { rate: 300, burst: 2000 }, operators: ["127.0.0.1", "::1"], drain: 30_000, maintenance: null, staticFiles: null },
            tls: { mode: "self-signed", profile: "intermediate", hsts: null },
            nginx: { version: "1.22", workerProcesses: "auto", workerConnections: 8192, user: null },
        });
        expect(model.services).toMatchObject([{
            name: "api",
            balance: "least_conn",
            instances: [{ address: "10.0.0.5", port: 8000, weight: 1, maxConnections: null }],
            backup: [],
            health: { path: "/healthz", interval: 2000, timeout: 1000, rise: 2, fall: 2 },
            failover: { maxFails: 2, failTimeout: 10_000 },
            retries: { attempts: 1, nonIdempotent: false },
            keepalive: 256,
        }]);
    });

    it("keeps a hang to five seconds", () => {
        const timeouts = model.services[0]?.routes[0]?.timeouts;
        expect((timeouts?.connect ?? Infinity) + (timeouts?.read ?? Infinity)).toBeLessThanOrEqual(5000);
    });

    it("sends the security headers", () => {
        expect(model.site.headers.map(({ name }) => name)).toEqual(["Referrer-Policy", "X-Content-Type-Options", "X-Frame-Options", "X-XSS-Protection"]);
    });
});

describe("what a stack is for", () => {
    it.each([
        ["staging", "says nothing", rawOf(textOf(fixtures, "right", "minimal.yaml"))],
        ["development", "is a sandbox", stackWith()],
        ["staging", "is a sandbox that says so", stackWith({ environment: "staging" })],
        ["production", "says so", rawOf(textOf(fixtures, "right", "full.yaml"))],
    ])("is %s where it %s", (environment, _, raw) => {
        expect(modelOf(raw).environment).toBe(environment);
    });

    it("comes with levels in an order of their own", () => {
        const policies = { "tls-on": "advisory", hsts: "disabled", "backup-instances": "mandatory" };
        expect(Object.keys(modelOf(stackWith({ policies })).policies)).toEqual(["backup-instances", "hsts", "tls-on"]);
    });
});

it.each(["full", "full-docker", "full-kubernetes"])("a full stack file gets all of its values into the model: %s", async (name) => {
    const model = modelOf(rawOf(textOf(fixtures, "right", `${name}.yaml`)));
    await expect(`${JSON.stringify(model, null, 2)}\n`).toMatchFileSnapshot(join(fixtures, "right", `${name}.model.json`));
});

it("what environment variables used to set is taken over", () => {
    const model = modelOf(rawOf(textOf(fixtures, "right", "former-variables.yaml")));
    expect(model.nginx).toMatchObject({ workerProcesses: "auto", workerConnections: 1024 });
    expect(model.site.compression).not.toBeNull();
    expect(model.services[0]).toMatchObject({ balance: "least_conn", health: { interval: 30_000 }, failover: { failTimeout: 10_000 }, keepalive: 32 });
});

describe("a policy", () => {
    const defaults = { timeouts: { connect: "2s", read: "20s" }, keepalive: 10, cache: "on" };

    it("comes from the route, else its service, else defaults, else the built-in value", () => {
        const routes = ["/a", { path: "/b", timeouts: { read: "40s" }, cache: "off" }];
        const raw = serviceWith({ routes, timeouts: { read: "30s" } }, { defaults });
        expect(route(raw, "/a").timeouts).toEqual({ connect: 2000, send: 5000, read: 30_000 });
        expect(route(raw, "/b").timeouts).toEqual({ connect: 2000, send: 5000, read: 40_000 });
        expect(route(raw, "/a").cache).toEqual({ ttl: 60_000, maxSize: 104_857_600 });
        expect(route(raw, "/b").cache).toBeNull();
        expect(service(raw).keepalive).toBe(10);
    });

    it("of a service wins over defaults even where it is the built-in value", () => {
        expect(service(serviceWith({ keepalive: 256, cache: "off" }, { defaults })).keepalive).toBe(256);
        expect(route(serviceWith({ cache: "off" }, { defaults })).cache).toBeNull();
    });

    it("maxConnections reaches every instance that has none of its own", () => {
        const instances = ["10.0.0.5:1", { address: "10.0.0.6", port: 1, maxConnections: 7 }, { address: "10.0.0.7", port: 1, maxConnections: "off" }];
        const bounds = service(serviceWith({ instances, maxConnections: 9 })).instances.map(({ maxConnections }) => maxConnections);
        expect(bounds).toEqual([9, 7, null]);
    });
});

describe("attempts for one request", () => {
    it.each([
        [{ instances: ["10.0.0.1:1", "10.0.0.2:1", "10.0.0.3:1"] }, 3],
        [{ instances: ["10.0.0.1:1", "10.0.0.2:1"], backup: ["10.0.0.3:1", "10.0.0.4:1"] }, 3],
        [{ instances: ["10.0.0.1:1", "10.0.0.2:1"], retries: { attempts: 1 } }, 1],
        [{ instances: ["10.0.0.1:1", "10.0.0.2:1"], retries: { attempts: "auto" } }, 2],
    ])("%j: %d", (settings, attempts) => {
        expect(service(serviceWith(settings)).retries.attempts).toBe(attempts);
    });
});

describe("the timeout of a check", () => {
    it.each([["2s", 1000], ["500ms", 250], ["30s", 1000], ["1s", 500]])("with an interval of %s is %d ms", (interval, timeout) => {
        expect(service(serviceWith({ health: { interval } })).health.timeout).toBe(timeout);
    });
});

describe("the burst of a rate limit", () => {
    it.each([[10, 20], ["90r/m", 3], ["1r/m", 1]])("with a rate of %s is %d", (rate, burst) => {
        expect(modelOf(stackWith({ site: { rateLimit: { rate } } })).site.rateLimit?.burst).toBe(burst);
    });

    it("alone leaves the rate as it is", () => {
        expect(modelOf(stackWith({ site: { rateLimit: { burst: 7 } } })).site.rateLimit).toEqual({ rate: 300, burst: 7 });
    });
});

describe("addresses", () => {
    it("of instances are written in one way", () => {
        const instances = ["[FD00:0::1]:80", "Node-1.Example.com:80", { address: "[fd00::2]", port: 80 }];
        expect(service(serviceWith({ instances })).instances.map(({ address }) => address)).toEqual(["fd00::1", "fd00::2", "node-1.example.com"]);
    });

    it("of networks too", () => {
        const site = { trustedProxies: ["10.0.0.7/32", "2001:DB8:0::/32", "0.0.0.0/0"] };
        expect(modelOf(stackWith({ site })).site.trustedProxies).toEqual(["0.0.0.0/0", "10.0.0.7", "2001:db8::/32"]);
    });
});

describe("paths on a node", () => {
    it("lie where they lie on every Debian", () => {
        expect(modelOf(stackWith({ site: { name: "citadel" } })).paths).toEqual({
            conf: "/etc/nginx",
            control: null,
            home: "/opt/citadel",
            state: "/opt/citadel/state",
            logs: "/var/log/nginx",
            cache: "/opt/citadel/cache",
            pid: "/run/nginx.pid",
        });
    });

    it("all lie below the prefix, static files included", () => {
        const model = modelOf(stackWith({ host: { sandbox: true, prefix: "/srv/lb", directory: "/opt/x" }, site: { static: { root: "/var/www/x" } } }));
        const { control, ...paths } = model.paths;
        expect(control).toBeNull();
        expect(Object.values(paths).every((path) => path.startsWith("/srv/lb/"))).toBe(true);
        expect(model.paths.home).toBe("/srv/lb/opt/x");
        expect(model.site.staticFiles?.root).toBe("/srv/lb/var/www/x");
        expect(model.target).toMatchObject({ prefix: "/srv/lb", nodes: [{ address: "127.0.0.1" }] });
    });
});

describe("Strict-Transport-Security", () => {
    const provided = { mode: "provided", certificate: "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----", key: { secure: "v1:x" } };
    const year = { maxAge: 31_536_000_000, includeSubdomains: false, preload: false };

    it.each([
        [{ mode: "self-signed" }, null],
        [{ mode: "self-signed", hsts: "on" }, year],
        [provided, year],
        [{ ...provided, hsts: "off" }, null],
        [{ ...provided, hsts: { maxAge: "1d" } }, { ...year, maxAge: 86_400_000 }],
        [{ mode: "off" }, null],
        [{ mode: "off", hsts: "on" }, year],
    ])("%#", (tls, hsts) => {
        expect(modelOf(stackWith({ tls, site: { trustedProxies: ["10.0.0.0/8"] } })).tls).toMatchObject({ hsts });
    });
});

describe("headers", () => {
    it("of the user replace built-in ones in any case, and take them away", () => {
        const site = { headers: { "x-frame-options": "SAMEORIGIN", "X-XSS-PROTECTION": "off", "A": "b" } };
        expect(modelOf(stackWith({ site })).site.headers).toEqual([
            { name: "A", value: "b" },
            { name: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
            { name: "X-Content-Type-Options", value: "nosniff" },
            { name: "x-frame-options", value: "SAMEORIGIN" },
        ]);
    });
});
