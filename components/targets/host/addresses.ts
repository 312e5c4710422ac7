import type { HostModel, HostTarget } from "../../config/model";
import { endpoint } from "./settings-file";

/** Where clients find the site. */
export function siteUrl(model: HostModel): string {
    const { httpPort, httpsPort } = model.site;
    return model.tls.mode === "off" ? origin(model, "http", httpPort, 80) : origin(model, "https", httpsPort, 443);
}

/** Over plain http, which `/health` is served on without a redirect: monitors need not trust a certificate of the stack's own. */
export function healthUrl(model: HostModel): string {
    return `${origin(model, "http", model.site.httpPort, 80)}/health`;
}

/** Service name to `address:port`, backups last. */
export function instanceAddresses({ services }: HostModel): Record<string, string[]> {
    return Object.fromEntries(services.map(({ name, instances, backup }) => [name, [...instances, ...backup].map(endpoint)]));
}

function origin(model: HostModel, scheme: string, port: number, usual: number): string {
    const host = publicName(model);
    return port === usual ? `${scheme}://${bracketed(host)}` : `${scheme}://${endpoint({ address: host, port })}`;
}

/** The first name of the site that is one, else the first node. */
function publicName({ site, target }: HostModel): string {
    return site.hosts.find(host => !host.startsWith("*")) ?? site.listen ?? firstNode(target);
}

function firstNode({ nodes }: HostTarget): string {
    return nodes[0]?.address ?? "localhost";
}

function bracketed(host: string): string {
    return host.includes(":") ? `[${host}]` : host;
}
