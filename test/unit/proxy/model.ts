import type { Bytes, HostModel, Instance, Milliseconds, PerSecond, Route, Service, Site } from "../../../components/config/model";

/** A length of time, for hand-written models. */
export const ms = (value: number): Milliseconds => value as Milliseconds;
export const bytes = (value: number): Bytes => value as Bytes;
export const perSecond = (value: number): PerSecond => value as PerSecond;

export function instance(address: string, port = 8000, more: Partial<Instance> = {}): Instance {
    return { address, port, weight: 1, maxConnections: null, ...more };
}

export function route(path: string, more: Partial<Route> = {}): Route {
    return {
        path,
        stripPrefix: false,
        closedBelow: [],
        timeouts: { connect: ms(1000), send: ms(5000), read: ms(4000) },
        websocket: null,
        cache: null,
        rateLimit: null,
        allow: [],
        maxBody: bytes(10 * 1024 ** 2),
        buffering: { size: bytes(16_384), count: 8 },
        ...more,
    };
}

export function service(name: string, routes: readonly Route[], more: Partial<Service> = {}): Service {
    const instances = more.instances ?? [instance("10.0.0.1"), instance("10.0.0.2")];
    const backup = more.backup ?? [];
    return {
        name,
        routes,
        balance: "least_conn",
        instances,
        backup,
        health: { path: "/healthz", interval: ms(2000), timeout: ms(1000), rise: 2, fall: 2 },
        failover: { maxFails: 2, failTimeout: ms(10_000) },
        retries: { attempts: instances.length + Math.min(1, backup.length), nonIdempotent: false },
        keepalive: 256,
        container: null,
        metrics: null,
        pods: null,
        ...more,
    };
}

/** The smallest model there is: one service, everything else switched off or at its default. */
export function model(more: Omit<Partial<HostModel>, "site"> & { readonly site?: Partial<Site> } = {}): HostModel {
    return {
        name: "evenkeel",
        proxy: "nginx",
        environment: "staging",
        policies: {},
        target: { kind: "host", nodes: [], prefix: "/" },
        paths: {
            conf: "/etc/nginx",
            home: "/opt/evenkeel",
            state: "/opt/evenkeel/state",
            logs: "/var/log/nginx",
            cache: "/var/cache/nginx",
            pid: "/run/nginx.pid",
            control: null,
        },
        tls: { mode: "off", hsts: null },
        services: [service("web", [route("/")])],
        nginx: { version: "1.22", workerProcesses: "auto", workerConnections: 8192, user: null },
        monitoring: null,
        ...more,
        site: {
            hosts: [],
            httpPort: 80,
            httpsPort: 443,
            listen: null,
            rateLimit: null,
            headers: [],
            trustedProxies: [],
            operators: ["127.0.0.1", "::1"],
            staticFiles: null,
            maintenance: null,
            logging: { access: "json", errorLevel: "warn" },
            compression: null,
            drain: ms(30_000),
            ...more.site,
        },
    };
}
