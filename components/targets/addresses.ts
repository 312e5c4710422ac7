import type { Instance, Model } from "../config/model";

/**
 * Where clients find the site.
 *
 * @param machine where it is found while none of its names is a real one.
 */
export function siteUrl(model: Model, machine: string): string {
    const { httpPort, httpsPort } = model.site;
    return model.tls.mode === "off" ? origin(model, machine, "http", httpPort, 80) : origin(model, machine, "https", httpsPort, 443);
}

/** Over plain http, which `/health` is served on without a redirect: monitors need not trust a certificate of the stack's own. */
export function healthUrl(model: Model, machine: string): string {
    return `${origin(model, machine, "http", model.site.httpPort, 80)}/health`;
}

/** Service name to `address:port`, backups last. */
export function instanceAddresses({ services }: Model): Record<string, string[]> {
    return Object.fromEntries(services.map(({ name, instances, backup }) => [name, [...instances, ...backup].map(endpoint)]));
}

/** `address:port`, with an IPv6 address in brackets. */
export function endpoint({ address, port }: Pick<Instance, "address" | "port">): string {
    return `${bracketed(address)}:${String(port)}`;
}

function origin({ site }: Model, machine: string, scheme: string, port: number, usual: number): string {
    const host = site.hosts.find(name => !name.startsWith("*")) ?? machine;
    return port === usual ? `${scheme}://${bracketed(host)}` : `${scheme}://${endpoint({ address: host, port })}`;
}

function bracketed(host: string): string {
    return host.includes(":") ? `[${host}]` : host;
}
