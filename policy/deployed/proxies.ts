import { readBundle } from "./bundle";
import type { Placed, Proxy } from "./deployed";
import { nginxOf } from "./nginx/configuration";
import { textAt } from "./props";
import type { Registered } from "./registered";
import type { Release } from "./release";
import { settingsOf, type Settings } from "./settings";

/** A proxy with what its scripts are told. */
export interface TargetProxy {
    readonly proxy: Proxy;
    readonly settings: Settings;
}

/** @param release what the proxy serves. */
export function proxyAt(place: Placed, replicas: number, release: Release): TargetProxy {
    const settings = settingsOf(release);
    const proxy = { ...place, replicas, files: release.files, nginx: nginxOf(release, settings.conf), watched: settings.services };
    return { proxy, settings };
}

/** The release that a command brings; undefined: it brings none. */
export function releaseOf({ props }: Registered): Release | undefined {
    const bundle = readBundle(textAt(props, "stdin") ?? "");
    return bundle?.files.has("nginx/nginx.conf") === true ? bundle : undefined;
}
