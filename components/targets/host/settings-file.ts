import { stringify } from "yaml";
import type { HostModel, Milliseconds, Model, Service } from "../../config/model";
import { endpoint } from "../addresses";

const heading = `# What the scripts on this host read. Times are in seconds.
`;

/** `config/load_balancer.yaml`: one value per line, two spaces of indent, so that a shell script can read it. */
export function settingsFile(model: HostModel): string {
    return heading + stringify(settings(model), { lineWidth: 0, defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "PLAIN" });
}

function settings(model: HostModel): object {
    return {
        name: model.name,
        drain: wholeSeconds(model.site.drain),
        nginx: { version: model.nginx.version, ...(model.nginx.user === null ? {} : { user: model.nginx.user }) },
        paths: { prefix: model.target.prefix, ...model.paths },
        control: control(model),
        services: Object.fromEntries(model.services.map(service => [service.name, watched(service)])),
    };
}

/** Where the proxy is asked about itself. It answers to this host alone, so the question has to come from loopback. */
function control({ site }: Model): object {
    const address = site.listen ?? "127.0.0.1";
    return { url: `http://${endpoint({ address, port: site.httpPort })}`, source: address.includes(":") ? "::1" : "127.0.0.1" };
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
