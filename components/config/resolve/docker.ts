import type { DockerTarget, Paths } from "../model";
import type { CompleteStack } from "./complete-stack";
import { containerPaths } from "./container-paths";

export function resolveDocker({ docker, site }: CompleteStack): DockerTarget {
    const { monitoring, ...engine } = docker;
    return { kind: "docker", publishOn: site.listen, pages: monitoring, ...engine };
}

/** Where everything lies in the containers of the proxy and its agent. */
export function dockerPaths(stack: CompleteStack): Paths {
    return containerPaths(stack, "/run/nginx.pid");
}
