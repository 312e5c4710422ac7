import type { Paths } from "../model";
import type { CompleteStack } from "./complete-stack";

/** Where everything lies in containers that are the load balancer's alone. */
export function containerPaths({ site }: CompleteStack, pid: string): Paths {
    const home = `/opt/${site.name}`;
    return {
        conf: `${home}/conf`,
        home,
        state: `${home}/state`,
        logs: "/var/log/nginx",
        cache: "/var/cache/nginx",
        pid,
        control: `${runFolder}/control.sock`,
    };
}

/** What the proxy shares of itself while it runs. */
export const runFolder = "/run/evenkeel";
