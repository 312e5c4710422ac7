import type { Deployed, Proxy } from "../deployed/deployed";
import { upstreamsOf } from "../deployed/nginx/upstreams";
import type { Finding, Rule } from "../rule";
import { byEnvironment } from "./by-environment";
import { askedServers, poolsOf, serviceOf, type Pool } from "./pools";
import { list, listOr } from "./words";

export const upstreamsMatchDeployment: Rule = {
    name: "upstreams-match-deployment",
    title: "Every proxy names the instances that are deployed: each of them, none twice, and no others",
    severity: "critical",
    why: "An instance that no proxy names costs money and serves nobody; an address where nothing runs costs each of its first clients a time-out. Proxies that differ answer the same request differently.",
    fix: "Deploy the whole stack with one `npm run up`, and change instances in the stack file alone, never in the rendered files.",
    levels: byEnvironment("advisory", "mandatory", "mandatory"),
    figures: {},
    check: deployed => [
        ...deployed.proxies.flatMap(proxy => withoutPool(deployed, proxy)),
        ...deployed.proxies.flatMap(proxy => strangers(deployed, proxy)),
        ...poolsOf(deployed).flatMap(pool => [...missing(pool), ...surplus(pool), ...twice(pool)]),
        ...differences(deployed),
    ],
};

function withoutPool({ services }: Deployed, { nginx, urn, where }: Proxy): Finding[] {
    const names = upstreamsOf(nginx).map(serviceOf);
    return services
        .filter(({ name }) => !names.includes(name))
        .map(({ name }) => ({ urn, where, found: `no upstream for the service ${name}`, allowed: "one upstream for each service that is deployed" }));
}

function strangers({ services }: Deployed, { nginx, urn, where }: Proxy): Finding[] {
    const known: (string | undefined)[] = [undefined, ...services.map(({ name }) => name)];
    const allowed = `upstreams for ${listOr(services.map(({ name }) => name), "nothing")}`;
    return upstreamsOf(nginx)
        .filter(upstream => !known.includes(serviceOf(upstream)))
        .map(({ name }) => ({ urn, where, found: `the upstream ${name}, of a service that nobody deploys`, allowed }));
}

function missing(pool: Pool): Finding[] {
    const named = addresses(pool);
    const left = deployedAddresses(pool).filter(address => !named.includes(address));
    return left.length === 0 ? [] : [finding(pool, `no server for ${list(left)}`, `every instance that is deployed: ${list(deployedAddresses(pool))}`)];
}

function surplus(pool: Pool): Finding[] {
    const left = addresses(pool).filter(address => !deployedAddresses(pool).includes(address));
    return left.length === 0 ? [] : [finding(pool, `${list(left)}, where nothing is deployed`, listOr(deployedAddresses(pool), "no server"))];
}

function twice(pool: Pool): Finding[] {
    const named = addresses(pool);
    const left = [...new Set(named.filter((address, i) => named.indexOf(address) !== i))];
    return left.length === 0 ? [] : [finding(pool, `${list(left)} more than once`, "each instance once: `weight` gives one more requests than others")];
}

/** Weights and limits, too, are the same wherever a client comes in. */
function differences({ proxies }: Deployed): Finding[] {
    const [first, ...others] = proxies.map(proxy => ({ proxy, lines: upstreamLines(proxy) }));
    return others.flatMap(({ proxy: { urn, where }, lines }) => {
        const differing = [...lines.keys()].filter(name => first?.lines.has(name) === true && first.lines.get(name) !== lines.get(name));
        const allowed = "the same servers with the same parameters on every proxy";
        return differing.map(name => ({ urn, where, found: `an upstream ${name} that differs from that of ${first?.proxy.where ?? ""}`, allowed }));
    });
}

function upstreamLines({ nginx }: Proxy): ReadonlyMap<string, string> {
    return new Map(upstreamsOf(nginx).map(({ name, servers }) => [name, servers.map(({ directive }) => directive.args.join(" ")).sort().join("\n")]));
}

function addresses({ upstream }: Pool): readonly string[] {
    return askedServers(upstream).map(({ address }) => address);
}

function deployedAddresses({ service }: Pool): readonly string[] {
    return [...service.instances, ...service.backup];
}

function finding({ proxy: { urn }, where }: Pool, found: string, allowed: string): Finding {
    return { urn, where, found, allowed };
}
