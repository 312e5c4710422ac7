import { stringify } from "yaml";
import type { Milliseconds, Model, Service } from "../config/model";
import { endpoint } from "./addresses";

/** What only one kind of target has to say. */
export interface SettingsOfTarget {
    /** Who reads the file. */
    readonly heading: string;
    readonly paths?: object;
    readonly more?: object;
}

/** `config/load_balancer.yaml`: one value per line, two spaces of indent, so that a shell script can read it. */
export function settingsFile(model: Model, target: SettingsOfTarget): string {
    return `# ${target.heading} Times are in seconds.\n${stringify(settings(model, target), { lineWidth: 0, defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "PLAIN" })}`;
}

function settings({ name, site, nginx, paths, services }: Model, target: SettingsOfTarget): object {
    const { control, ...places } = paths;
    return {
        name,
        drain: wholeSeconds(site.drain),
        nginx: { version: nginx.version, ...(nginx.user === null ? {} : { user: nginx.user }) },
        paths: { ...target.paths, ...places, ...(control === null ? {} : { control }) },
        ...target.more,
        services: Object.fromEntries(services.map(service => [service.name, watched(service)])),
    };
}

function watched({ health, instances, backup }: Service): object {
    return {
        path: health.path,
        interval: seconds(health.interval),
        timeout: seconds(health.timeout),
        rise: health.rise,
        fall: health.fall,
        instances: instances.map(endpoint),
        ...(backup.length === 0 ? {} : { backup: backup.map(endpoint) }),
    };
}

function seconds(time: Milliseconds): number {
    return time / 1000;
}

function wholeSeconds(time: Milliseconds): number {
    return Math.ceil(time / 1000);
}
