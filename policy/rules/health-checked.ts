import type { Container, Deployed, DeployedService, Proxy } from "../deployed/deployed";
import type { Finding, Rule } from "../rule";
import { byEnvironment } from "./by-environment";
import { askedServers, poolsOf } from "./pools";
import { serves } from "./probing";
import { list } from "./words";

export const healthChecked: Rule = {
    name: "health-checked",
    title: "Every instance and the proxy itself are asked for their health",
    severity: "high",
    why: "Of whoever is not asked nobody hears until its clients complain. What the proxy's checker finds stands at /health and in the alerts; the readiness of a container decides whether an update goes on, and on a cluster whether a pod gets requests.",
    fix: "Give the service a `health.path` that answers 200 while it can serve, and leave the health check of its image on.",
    levels: byEnvironment("advisory", "mandatory", "mandatory"),
    figures: {},
    check: deployed => [
        ...deployed.proxies.flatMap(proxy => deployed.services.flatMap(service => unwatched(deployed, proxy, service))),
        ...deployed.containers.filter(container => serves(container) && container.readiness === undefined).map(container => unasked(deployed, container)),
    ],
};

/** Both what is deployed and what the proxy sends requests to. */
function unwatched(deployed: Deployed, proxy: Proxy, service: DeployedService): Finding[] {
    const pools = poolsOf(deployed).filter(pool => pool.proxy === proxy && pool.service === service);
    const addresses = new Set([...service.instances, ...service.backup, ...pools.flatMap(({ upstream }) => askedServers(upstream).map(({ address }) => address))]);
    const watch = proxy.watched.get(service.name);
    const left = [...addresses].filter(address => ![...(watch?.instances ?? []), ...(watch?.backup ?? [])].includes(address));
    const where = `${proxy.where}, service ${service.name}`;
    return left.length === 0 ? [] : [{ urn: proxy.urn, where, found: `${list(left)}, whom the health checker never asks`, allowed: "a check of every instance and backup" }];
}

function unasked({ target }: Deployed, { urn, where }: Container): Finding {
    return target === "kubernetes"
        ? { urn, where, found: "no readiness probe", allowed: "a readinessProbe" }
        : { urn, where, found: "no health check", allowed: "a health check that the engine runs" };
}
