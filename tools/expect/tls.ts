import type { Deployed, Proxy } from "../../policy/deployed/deployed";
import { inForce } from "../../policy/deployed/nginx/scope";
import type { Server } from "../../policy/deployed/nginx/servers";
import { certificateCoversHosts } from "../../policy/rules/certificate-covers-hosts";
import { daysOfHsts } from "../../policy/rules/hsts";
import { encryptedServers, realNames, serversByHttps } from "../../policy/rules/passing";
import { tlsOn } from "../../policy/rules/tls-on";
import { expectAll } from "./expect-all";
import type { Stack } from "./stack";

/** How clients are to reach the site. What is left out is not compared. */
export interface WantedTls {
    /** Whether requests in clear are only led to HTTPS, and never answered. */
    readonly only?: boolean;
    /** The oldest version that a client may speak; `off` where the proxy has no TLS, as behind an Ingress that ends it. */
    readonly minimum?: "1.2" | "1.3" | "off";
    /** The names that the site answers to. All of them have to be in the certificate. */
    readonly hosts?: readonly string[];
    /** Whether browsers are told to come back by HTTPS alone, or for how many days. */
    readonly hsts?: boolean | number;
    readonly certificate?: "self-signed" | "provided";
}

/**
 * Expects every proxy to speak TLS like this.
 *
 * @example expectTls(prod, { minimum: "1.2", hosts: ["api.example.com"], hsts: true });
 */
export function expectTls({ file, deployed }: Stack, wanted: WantedTls): void {
    const all = wanted.hosts === undefined ? wanted : { ...wanted, uncovered: [] };
    expectAll(file, "TLS settings", deployed.proxies.map(proxy => ({ where: proxy.where, wanted: all, found: tlsOf(deployed, proxy, wanted) })));
}

/** As `WantedTls`, with values of any kind: what is found may be worse than anything that can be wanted. */
function tlsOf(deployed: Deployed, proxy: Proxy, { hsts }: WantedTls): Readonly<Record<keyof WantedTls | "uncovered", unknown>> {
    const servers = siteOf(encryptedServers(proxy));
    const byHttps = siteOf(serversByHttps(deployed, proxy));
    const days = byHttps.length === 0 ? 0 : Math.min(...byHttps.map(server => daysOfHsts(proxy, server.scope) ?? 0));
    return {
        only: tlsOn.check({ ...deployed, proxies: [proxy] }, {}).length === 0,
        minimum: servers.length === 0 ? "off" : oldest(servers),
        hosts: [...new Set(byHttps.flatMap(realNames))].sort(),
        hsts: typeof hsts === "number" ? days : days > 0,
        certificate: deployed.certificates[0]?.origin,
        uncovered: certificateCoversHosts.check({ ...deployed, proxies: [proxy] }, {}).map(({ found }) => found),
    };
}

/** Not the one that only turns away whoever asks for another name. */
function siteOf(servers: readonly Server[]): readonly Server[] {
    const named = servers.filter(server => realNames(server).length > 0);
    return named.length > 0 ? named : servers;
}

/** As nginx calls them, `TLSv1.2` before `TLSv1.3`. */
function oldest(servers: readonly Server[]): string {
    const versions = servers.flatMap(({ scope }) => inForce(scope, "ssl_protocols").flatMap(({ args }) => args)).sort();
    return versions[0]?.replace("TLSv", "") ?? "nginx's own choice";
}
