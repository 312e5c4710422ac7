import semver from "semver";
import type { DockerTarget, Paths } from "../model";
import { usualImages } from "../settings/docker";
import type { CompleteStack } from "./complete-stack";

export function resolveDocker({ docker, site }: CompleteStack): DockerTarget {
    return { kind: "docker", publishOn: site.listen, ...docker };
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

/** The version that the tag of an nginx image tells, else that of the usual image. */
export function versionOfImage(image: string): string {
    return versionInTag(image) ?? versionInTag(usualImages.proxy) ?? "";
}

function versionInTag(image: string): string | undefined {
    const tag = /:(\d+\.\d+(?:\.\d+)?)(?:-[\w.-]+)?(?:@.*)?$/.exec(image)?.[1];
    return tag !== undefined && semver.coerce(tag) !== null && /(^|\/)nginx(-unprivileged)?:/.test(image) ? tag : undefined;
}
