import type { NginxTuning } from "../model";
import type { CompleteStack } from "./complete-stack";
import { versionOfImage } from "./docker";

/** `evenkeel:nginx`: what is not said depends on whose nginx it is. */
export function resolveNginx({ nginx, target, docker }: CompleteStack): NginxTuning {
    const ours = target === "docker";
    return {
        ...nginx,
        version: nginx.version ?? (ours ? versionOfImage(docker.images.proxy) : "1.22"),
        user: nginx.user ?? (ours ? "nginx" : null),
    };
}
