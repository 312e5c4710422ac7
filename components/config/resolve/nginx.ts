import semver from "semver";
import type { NginxTuning } from "../model";
import { usualImages } from "../settings/docker";
import type { CompleteStack } from "./complete-stack";

/** `evenkeel:nginx`: what is not said depends on whose nginx it is. */
export function resolveNginx(stack: CompleteStack): NginxTuning {
    const { version, user } = usual(stack);
    return { ...stack.nginx, version: stack.nginx.version ?? version, user: stack.nginx.user ?? user };
}

function usual({ target, docker, kubernetes }: CompleteStack): Pick<NginxTuning, "version" | "user"> {
    switch (target) {
        case "host":
            return { version: "1.22", user: null };
        case "docker":
            return { version: versionOfImage(docker.images.proxy), user: "nginx" };
        case "kubernetes":
            return { version: versionOfImage(kubernetes.images.proxy), user: null };
    }
}

/** The version that the tag of an nginx image tells, else that of the usual image. */
function versionOfImage(image: string): string {
    return versionInTag(image) ?? versionInTag(usualImages.proxy) ?? "";
}

function versionInTag(image: string): string | undefined {
    const tag = /:(\d+\.\d+(?:\.\d+)?)(?:-[\w.-]+)?(?:@.*)?$/.exec(image)?.[1];
    return tag !== undefined && semver.coerce(tag) !== null && /(^|\/)nginx(-unprivileged)?:/.test(image) ? tag : undefined;
}
