/** The part of the model that says what the load balancer runs on. */

import type { Milliseconds } from "./model";
import type { KubernetesTarget } from "./model-kubernetes";

export type Target = HostTarget | DockerTarget | KubernetesTarget;

export interface HostTarget {
    readonly kind: "host";
    /** In the order in which they are updated. */
    readonly nodes: readonly HostNode[];
    /** The directory that stands for `/` on every node; `/` unless the stack says otherwise. */
    readonly prefix: string;
}

export interface HostNode {
    readonly address: string;
    readonly port: number;
    readonly user: string;
    /** `ssh-ed25519 AAAA...`: the only host key that is accepted. */
    readonly hostKey: string;
}

export interface DockerTarget {
    readonly kind: "docker";
    /** The engine, as DOCKER_HOST has it (`unix://`, `ssh://`, `tcp://`); null: where the docker command finds it. */
    readonly host: string | null;
    /** Address of the engine's machine on which the site's ports are published; null: all of them. */
    readonly publishOn: string | null;
    /** Whether the instances are cut off from everything outside of this stack. */
    readonly isolated: boolean;
    readonly images: DockerImages;
    readonly pages: MonitoringPages;
    /** How long a new instance may take until it answers its health check. */
    readonly updateTimeout: Milliseconds;
}

/** Where the monitoring is looked at, where the stack has it. */
export interface MonitoringPages {
    /** Address of the engine's machine on which the pages are published. */
    readonly listen: string;
    readonly ports: { readonly prometheus: number; readonly alertmanager: number; readonly grafana: number };
}

/** Image references, each with a tag or digest. */
export interface DockerImages {
    /** nginx with a POSIX shell, curl and util-linux, as the official Debian-based image has them. */
    readonly proxy: string;
    /** A static busybox at /bin/busybox: asks an instance for its health in images that have no tool for it. */
    readonly probe: string;
    readonly prometheus: string;
    readonly alertmanager: string;
    readonly grafana: string;
    readonly nginxExporter: string;
    readonly nodeExporter: string;
    /** mtail: makes metrics of the access log. */
    readonly logExporter: string;
}

/** Absolute paths on the machine that runs the proxy, each with the target's prefix applied. */
export interface Paths {
    /** Where nginx looks for its configuration: `/etc/nginx`. */
    readonly conf: string;
    /** Releases, scripts and settings of this layer: `/opt/<name>`. */
    readonly home: string;
    /** What the health checker writes and the proxy serves: `<home>/state`. */
    readonly state: string;
    readonly logs: string;
    readonly cache: string;
    readonly pid: string;
    /** A socket on which the proxy answers questions about itself; null: it does so on loopback. */
    readonly control: string | null;
}
