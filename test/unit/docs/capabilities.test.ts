import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { validate, type RawConfig } from "../../../components/config/validate";

const targets = ["host", "docker", "kubernetes"] as const;
type Target = (typeof targets)[number];

const hostKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKUnEd4q7CKCkEVqG2i05Tbzx05TKG8yGVFp+LxY1X2a";
const started = "{ routes: [/], image: api:1.0.0, port: 8000, instances: 2 }";
const smallest: Readonly<Record<Target, string>> = {
    host: `{ target: host, host: { nodes: [{ address: 10.0.0.1, hostKey: ${hostKey} }] }, services: { api: { routes: [/], port: 8000, instances: [10.0.0.5, 10.0.0.6] } } }`,
    docker: `{ target: docker, services: { api: ${started} } }`,
    kubernetes: `{ target: kubernetes, services: { api: ${started} } }`,
};

/** A row of the page by its first cell, and what a stack file says that uses it: for every target, or where they differ for each. */
const uses: Readonly<Record<string, string | Readonly<Record<Target, string>>>> = {
    "nginx": "{ proxy: nginx }",
    "haproxy": "{ proxy: haproxy }",
    "`environment`, `policies`": '{ environment: production, policies: { "tls-on": advisory } }',
    "`instances`, `backup`": { host: "{ services: { api: { backup: [10.0.0.9] } } }", docker: "{ services: { api: { backup: 1 } } }", kubernetes: "{ services: { api: { backup: 1 } } }" },
    "`kubernetes.autoscaling`": "{ kubernetes: { autoscaling: { max: 5 } }, services: { api: { resources: { cpu: { request: 100m } } } } }",
    "weight or `maxConnections` of a single instance": "{ services: { api: { instances: [{ address: 10.0.0.5, weight: 2 }] } } }",
    "`balance` by ip_hash and hash": "{ services: { api: { balance: hash } } }",
    "`port` of a service": "{ services: { api: { port: 9000 } } }",
    "names with `_`, or a hyphen at their end": { host: "{ site: { name: my_site } }", docker: "{ site: { name: my_site } }", kubernetes: "{ site: { name: my_site } }" },
    "`image`, `env`, `secrets`, `readOnly`": "{ services: { api: { env: { LOG: info }, readOnly: true } } }",
    "`build`": "{ services: { api: { image: null, build: { context: . } } } }",
    "`user`": '{ services: { api: { user: "1000:1000" } } }',
    "`resources`": "{ services: { api: { resources: { memory: { limit: 1Gi } } } } }",
    "`volumes`": "{ services: { api: { volumes: [{ name: data, path: /data }] } } }",
    "`health`: active checks, and what `/health` says": "{ services: { api: { health: { interval: 5s } } } }",
    "`health.startPeriod`, `health.command`": "{ services: { api: { health: { startPeriod: 1m } } } }",
    "`kubernetes.probes`": "{ kubernetes: { probes: { readiness: { path: /ready } } } }",
    "`metrics`, `monitoring`": "{ monitoring: { enabled: true }, services: { api: { metrics: on } } }",
    "`monitoring.retention`, `alerts.webhook`": "{ monitoring: { retention: 30d } }",
    "`site.listen`": "{ site: { listen: 10.0.0.1 } }",
    "`site.http`, `site.https`": "{ site: { http: 8080, https: 8443 } }",
    "`tls.mode`": "{ tls: { mode: self-signed } }",
    "`site.static`": "{ site: { static: { root: /srv/www } } }",
    "`site.operators`, `allow`, by client address": "{ site: { operators: [10.0.0.0/8] }, services: { api: { allow: [10.0.0.0/8] } } }",
    "`rateLimit`": "{ site: { rateLimit: { rate: 50 } } }",
    "`site.drain`": "{ site: { drain: 20s } }",
    "`nginx.version`, where it is not given": "{ }",
    "`nginx.user`, where it is not given": "{ }",
    "several proxies": { host: "{ host: { nodes: [{ address: 10.0.0.1, hostKey: KEY }, { address: 10.0.0.2, hostKey: KEY }] } }", docker: "{ kubernetes: { proxy: { replicas: 3 } } }", kubernetes: "{ kubernetes: { proxy: { replicas: 3 } } }" },
    "a virtual address that moves between nodes (`host.virtualIp`)": "{ host: { virtualIp: 10.0.0.100 } }",
    "`host.sandbox`": { host: "{ host: { nodes: null, sandbox: true } }", docker: "{ host: { sandbox: true } }", kubernetes: "{ host: { sandbox: true } }" },
    "the `docker` block": "{ docker: { updateTimeout: 1m } }",
    "the `kubernetes` block": "{ kubernetes: { namespace: apps } }",
};

/** What the cells say besides is refused. */
const refusedAsWell: readonly (readonly [Target, string])[] = [
    ["host", "{ services: { api: { instances: 3 } } }"],
    ["docker", "{ services: { api: { instances: [10.0.0.5] } } }"],
    ["kubernetes", "{ services: { api: { instances: [10.0.0.5] } } }"],
    ["docker", "{ services: { api: { instances: 101 } } }"],
    ["kubernetes", "{ services: { api: { backup: 21 } } }"],
    ["host", "{ services: { api: { balance: hash, backup: [10.0.0.9] } } }"],
    ["kubernetes", "{ kubernetes: { endpoints: service }, services: { api: { balance: hash } } }"],
    ["kubernetes", "{ kubernetes: { endpoints: service }, services: { api: { maxConnections: 100 } } }"],
    ["kubernetes", '{ services: { api: { user: "0" } } }'],
    ["kubernetes", "{ kubernetes: { expose: { ingress: { className: nginx } } }, tls: { mode: self-signed } }"],
    ["kubernetes", "{ nginx: { user: www-data } }"],
    ["host", "{ tls: { mode: acme } }"],
];

/** What targets do beside the stack file: no setting of it. */
const beside = ["replacing instances one by one, drained", "following addresses of instances that start anew"];

interface Cell {
    readonly row: string;
    readonly target: Target;
    readonly says: string;
}

const cells: readonly Cell[] = readFileSync("docs/capabilities.md", "utf8")
    .split("\n")
    .map(line => line.split("|").slice(1, -1).map(cell => cell.trim()))
    .filter(([row = "", ...rest]) => rest.length === targets.length && row !== "" && row !== "setting" && !row.startsWith("---"))
    .flatMap(([row = "", ...rest]) => targets.map((target, index) => ({ row, target, says: rest[index] ?? "" })));

function stackFile(target: Target, row: string): RawConfig {
    const use = uses[row] ?? "{}";
    const asked = (typeof use === "string" ? use : use[target]).replaceAll("KEY", hostKey);
    return using(target, asked);
}

function using(target: Target, use: string): RawConfig {
    return merged(parse(smallest[target]) as RawConfig, parse(use) as RawConfig);
}

/** `null` takes a key out. */
function merged(base: RawConfig, more: RawConfig): RawConfig {
    const both = { ...base, ...more };
    const entries = Object.entries(both).map(([key, value]): [string, unknown] => {
        const before = base[key];
        return [key, isMap(value) && isMap(before) && key in more ? merged(before, value) : value];
    });
    return Object.fromEntries(entries.filter(([, value]) => value !== null));
}

function isMap(value: unknown): value is RawConfig {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

describe("what the page says of each target", () => {
    it("is of rows that this test knows", () => {
        expect([...new Set(cells.map(({ row }) => row))].sort()).toEqual([...Object.keys(uses), ...beside].sort());
    });

    it.each(cells.filter(({ row }) => row in uses))("$row on $target is $says", ({ row, target, says }) => {
        const result = validate(stackFile(target, row));
        const problems = "problems" in result ? result.problems.map(({ path, found }) => `${path}: ${found}`) : [];
        if (says.startsWith("refused")) {
            expect(problems).not.toEqual([]);
        } else {
            expect(says).toMatch(/^(native|emulated|\d|the |nginx|as on docker)/);
            expect(problems).toEqual([]);
        }
    });

    it.each(refusedAsWell)("on %s refuses %s", (target, use) => {
        expect(validate(using(target, use))).toHaveProperty("problems");
    });
});
