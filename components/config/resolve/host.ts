import type { HostNode, HostTarget, Paths } from "../model";
import type { CompleteStack } from "./complete-stack";

/**
 * Stands in for the sandbox host where nothing is deployed (`render`, `check-config`): a real run puts the running
 * sandbox into `host.nodes` before the stack file is checked.
 */
const sandboxNode: HostNode = { address: "127.0.0.1", port: 22, user: "sandbox", hostKey: "" };

export function resolveHost({ host }: CompleteStack): HostTarget {
    return { kind: "host", nodes: host.nodes ?? [sandboxNode], prefix: host.prefix };
}

/** Where everything lies on a node. */
export function hostPaths({ host, site }: CompleteStack): Paths {
    const root = host.prefix === "/" ? "" : host.prefix;
    const home = `${root}${host.directory ?? `/opt/${site.name}`}`;
    return {
        conf: `${root}/etc/nginx`,
        home,
        state: `${home}/state`,
        logs: `${root}/var/log/nginx`,
        cache: `${home}/cache`,
        pid: `${root}/run/nginx.pid`,
        control: null,
    };
}
