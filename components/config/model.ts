/**
 * The validated model: everything that stages 2 and 3 know of a stack file.
 *
 * Plain, read-only data with every default filled in and every list in a fixed order, so that equal models render equal
 * bytes. Secrets are no part of it: they travel beside it, from the program straight to the resource that needs them.
 */

import type { Container, Metrics, Monitoring } from "./model-containers";
import type { KubernetesTarget, Pods } from "./model-kubernetes";
import type { DockerTarget, HostTarget, Paths, Target } from "./model-targets";
import type { Environment, Levels } from "./policy-names";

/** A length of time in whole milliseconds. */
export type Milliseconds = number & { readonly unit: "ms" };

/** A size in bytes. */
export type Bytes = number & { readonly unit: "B" };

/** An event rate, per second. */
export type PerSecond = number & { readonly unit: "1/s" };

export interface Model<T extends Target = Target> {
    /** Names the site file, the release directory and the unit on the target. */
    readonly name: string;
    readonly proxy: "nginx";
    /** What the stack is for, and with it how strict its policies are. */
    readonly environment: Environment;
    /** Levels of its own for single policies, in place of the environment's. */
    readonly policies: Levels;
    readonly target: T;
    readonly paths: Paths;
    readonly site: Site;
    readonly tls: Tls;
    /** Sorted by name; at least one. */
    readonly services: readonly Service[];
    readonly nginx: NginxTuning;
    /** null: nothing is measured. */
    readonly monitoring: Monitoring | null;
}

export type { Alerts, Container, Image, Metrics, Monitoring, Resources, Variable, Volume } from "./model-containers";
export type { DockerImages, DockerTarget, HostNode, HostTarget, MonitoringPages, Paths, Target } from "./model-targets";

export type * from "./model-kubernetes";

export type HostModel = Model<HostTarget>;
export type DockerModel = Model<DockerTarget>;
export type KubernetesModel = Model<KubernetesTarget>;

export function isHostModel(model: Model): model is HostModel {
    return model.target.kind === "host";
}

export function isDockerModel(model: Model): model is DockerModel {
    return model.target.kind === "docker";
}

export function isKubernetesModel(model: Model): model is KubernetesModel {
    return model.target.kind === "kubernetes";
}

export interface Site {
    /** Names the site answers to; empty: any name. */
    readonly hosts: readonly string[];
    readonly httpPort: number;
    readonly httpsPort: number;
    /** Address the listeners bind, or null for all of them (IPv4 and IPv6). */
    readonly listen: string | null;
    /** Per client address; null: no limit. */
    readonly rateLimit: RateLimit | null;
    /** Response headers that every answer carries, errors included; sorted by name. */
    readonly headers: readonly Header[];
    /** Peers whose X-Forwarded-For is believed. */
    readonly trustedProxies: readonly string[];
    /** Who may reach operator endpoints (`/nginx_status`, operator paths). */
    readonly operators: readonly string[];
    readonly staticFiles: StaticFiles | null;
    readonly maintenance: Maintenance | null;
    readonly logging: Logging;
    readonly compression: Compression | null;
    /** How long a stopping worker or instance may finish what it has begun. */
    readonly drain: Milliseconds;
}

export interface RateLimit {
    readonly rate: PerSecond;
    /** Requests above the rate that are served at once before 429 answers begin. */
    readonly burst: number;
}

export interface Header {
    readonly name: string;
    readonly value: string;
}

export interface StaticFiles {
    readonly path: string;
    readonly root: string;
    readonly expires: Milliseconds;
}

export interface Maintenance {
    /** Clients that pass all the same. */
    readonly allow: readonly string[];
    readonly retryAfter: Milliseconds;
    readonly message: string;
}

export interface Logging {
    readonly access: "json" | "combined" | "off";
    readonly errorLevel: "debug" | "info" | "notice" | "warn" | "error" | "crit";
}

export interface Compression {
    /** 1 to 9. */
    readonly level: number;
    readonly minLength: Bytes;
    readonly types: readonly string[];
}

export type Tls =
    | {
          readonly mode: "off";
          /** For clients whose TLS a trusted proxy has ended. */
          readonly hsts: Hsts | null;
      }
    | ({ readonly mode: "self-signed" } & TlsPolicy)
    | ({
          readonly mode: "provided";
          /** PEM: the leaf, then its intermediates. The key is a secret and travels apart. */
          readonly certificate: string;
      } & TlsPolicy);

export interface TlsPolicy {
    readonly profile: "modern" | "intermediate";
    /** null: no Strict-Transport-Security header. */
    readonly hsts: Hsts | null;
}

export interface Hsts {
    readonly maxAge: Milliseconds;
    readonly includeSubdomains: boolean;
    readonly preload: boolean;
}

export type Balance = "least_conn" | "round_robin" | "ip_hash" | "hash" | "random";

export interface Service {
    readonly name: string;
    /** Sorted by path; at least one. */
    readonly routes: readonly Route[];
    readonly balance: Balance;
    /**
     * On a host sorted by address, then port; on docker in the order of their slots; on kubernetes one that stands for all
     * pods, under the name that leads to them. At least one.
     */
    readonly instances: readonly Instance[];
    readonly backup: readonly Instance[];
    readonly health: Health;
    /** Passive checks: an instance that fails `maxFails` times is left out for `failTimeout`. */
    readonly failover: Failover;
    /** Attempts in all for one request, the first included. */
    readonly retries: Retries;
    /** Idle connections to the instances that each worker keeps open. */
    readonly keepalive: number;
    /** What each instance is started from; null where they are not ours to start. */
    readonly container: Container | null;
    /** Where each instance tells its own metrics; null: nowhere. */
    readonly metrics: Metrics | null;
    /** null on every target but kubernetes. */
    readonly pods: Pods | null;
}

export interface Instance {
    readonly address: string;
    readonly port: number;
    readonly weight: number;
    /** Connections the proxy opens to it at once; null: no bound. */
    readonly maxConnections: number | null;
}

export interface Health {
    readonly path: string;
    readonly interval: Milliseconds;
    readonly timeout: Milliseconds;
    /** Consecutive good answers that bring an instance up. */
    readonly rise: number;
    /** Consecutive bad answers that take it down. */
    readonly fall: number;
}

export interface Failover {
    readonly maxFails: number;
    readonly failTimeout: Milliseconds;
}

export interface Retries {
    readonly attempts: number;
    /** Whether POST, PATCH and LOCK may be sent to a second instance. */
    readonly nonIdempotent: boolean;
}

/** One path prefix of one service, with the service's values and the route's own merged. */
export interface Route {
    /** `/`, or a prefix without a trailing slash; matches itself and everything below it. */
    readonly path: string;
    /** Whether the prefix is removed before the request is passed on. */
    readonly stripPrefix: boolean;
    /** Paths that operators alone reach below a prefix that is removed, as the instances see them; sorted. */
    readonly closedBelow: readonly string[];
    readonly timeouts: Timeouts;
    /** null: no WebSocket; otherwise how long one may be silent. */
    readonly websocket: Milliseconds | null;
    readonly cache: Cache | null;
    /** On top of the site's; null: none. */
    readonly rateLimit: RateLimit | null;
    /** Clients that may use the route; empty: all. */
    readonly allow: readonly string[];
    readonly maxBody: Bytes;
    readonly buffering: Buffering | null;
}

export interface Timeouts {
    readonly connect: Milliseconds;
    readonly send: Milliseconds;
    readonly read: Milliseconds;
}

export interface Cache {
    readonly ttl: Milliseconds;
    readonly maxSize: Bytes;
}

/** null in a route: answers are passed on as they come. */
export interface Buffering {
    /** Size of one buffer, also the limit of an answer's header. */
    readonly size: Bytes;
    readonly count: number;
}

export interface NginxTuning {
    /** The oldest version that has to run the configuration. */
    readonly version: string;
    readonly workerProcesses: number | "auto";
    readonly workerConnections: number;
    /** Account the workers run under; null: the account that starts nginx. */
    readonly user: string | null;
}
