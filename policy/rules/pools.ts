import type { Deployed, DeployedService, Proxy } from "../deployed/deployed";
import { upstreamsOf, type Upstream, type UpstreamServer } from "../deployed/nginx/upstreams";

/** The instances that one proxy would send a service's requests to: its `upstream`, and a second one for when all are left out. */
export interface Pool {
    readonly proxy: Proxy;
    readonly service: DeployedService;
    readonly upstream: Upstream;
    /** As the finding is to name the place. */
    readonly where: string;
}

const prefix = "evenkeel_";
const lastResort = ".all";

/** All of the services that are deployed, on all proxies. */
export function poolsOf({ proxies, services }: Deployed): readonly Pool[] {
    return proxies.flatMap(proxy =>
        upstreamsOf(proxy.nginx).flatMap(upstream => {
            const service = services.find(({ name }) => name === serviceOf(upstream));
            return service === undefined ? [] : [{ proxy, service, upstream, where: `${proxy.where}, upstream ${upstream.name}` }];
        }),
    );
}

/** undefined: not an upstream of this layer's. */
export function serviceOf({ name }: Upstream): string | undefined {
    return name.startsWith(prefix) ? name.slice(prefix.length, name.endsWith(lastResort) ? -lastResort.length : undefined) : undefined;
}

/** Servers that are asked: one that is `down` only keeps the place of others. */
export function askedServers({ servers }: Upstream): readonly UpstreamServer[] {
    return servers.filter(({ parameters }) => !parameters.has("down"));
}
