import type { DockerTarget, Paths } from "../model";
import type { CompleteStack } from "./complete-stack";

export function resolveDocker({ docker, site }: CompleteStack): DockerTarget {
    const { monitoring, ...engine } = docker;
    return { kind: "docker", publishOn: site.listen, pages: monitoring, ...engine };
}

/** Where everything lies in the containers of the proxy and its agent. */
export function dockerPaths({ site }: CompleteStack): Paths {
    const home = `/opt/${site.name}`;
    return {
        conf: `${home}/conf`,
        home,
        state: `${home}/state`,
        logs: "/var/log/nginx",
        cache: "/var/cache/nginx",
        pid: "/run/nginx.pid",
        control: "/run/evenkeel/control.sock",
    };
}
