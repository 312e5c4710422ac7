import type { Deployed, DeployedService, Proxy } from "../../policy/deployed/deployed";
import { askedServers, poolsOf } from "../../policy/rules/pools";
import { expectAll } from "./expect-all";
import type { Stack } from "./stack";

/** What a service is to consist of. What is left out is not compared. */
export interface WantedUpstream {
    /** How many run, or the range of an autoscaler. On a host, and wherever addresses matter, `addresses` says which. */
    readonly instances?: number | { readonly min: number; readonly max: number };
    /** Those that serve only while all others are down. */
    readonly backup?: number;
    /** `address:port` of each instance that the proxy sends requests to; on kubernetes what stands for all pods. */
    readonly addresses?: readonly string[];
    readonly backupAddresses?: readonly string[];
}

/**
 * Expects services to have as many instances and backups, and every proxy to send requests to just those.
 *
 * @example expectUpstreams(prod, { app: { instances: 3, backup: 1 } });
 */
export function expectUpstreams({ file, deployed }: Stack, wanted: Readonly<Record<string, WantedUpstream>>): void {
    const claims = deployed.proxies.map(proxy => ({ where: proxy.where, wanted, found: Object.fromEntries(deployed.services.map(service => [service.name, upstreamOf(deployed, proxy, service)])) }));
    expectAll(file, "upstreams", claims);
}

function upstreamOf(deployed: Deployed, proxy: Proxy, service: DeployedService): WantedUpstream {
    const pool = poolsOf(deployed).find(each => each.proxy === proxy && each.service === service);
    const servers = pool === undefined ? [] : askedServers(pool.upstream);
    const [primaries, backups] = [false, true].map(isBackup => servers.filter(({ backup }) => backup === isBackup).map(({ address }) => address).sort());
    return { instances: numberOf(deployed, service, primaries ?? []), backup: backupsOf(deployed, service, backups ?? []), addresses: primaries ?? [], backupAddresses: backups ?? [] };
}

/** On kubernetes one address stands for any number of pods; elsewhere the proxy knows each instance by its own. */
function numberOf({ target }: Deployed, { minimum, maximum }: DeployedService, addresses: readonly string[]): number | { readonly min: number; readonly max: number } {
    if (target !== "kubernetes") {
        return addresses.length;
    }
    return minimum === maximum ? minimum : { min: minimum, max: maximum };
}

function backupsOf({ target }: Deployed, { backups }: DeployedService, addresses: readonly string[]): number {
    return target === "kubernetes" ? backups : addresses.length;
}
