import type { Container, Deployed, DeployedService, Probe, Proxy } from "../deployed/deployed";
import type { Finding, Rule } from "../rule";
import { byEnvironment } from "./by-environment";
import { poolsOf, serversOf } from "./pools";
import { list } from "./words";

export const healthChecked: Rule = {
    name: "health-checked",
    title: "Every instance and the proxy itself are asked for their health",
    severity: "high",
    why: "Whoever is not asked gets requests until its clients notice. The checker of the proxy takes a sick instance out of rotation; the readiness of its container decides whether an update may go on.",
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
    const addresses = new Set([...service.instances, ...service.backup, ...pools.flatMap(({ upstream }) => serversOf(upstream).map(({ address }) => address))]);
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

/** Whether requests go to it. */
function serves({ role }: Container): boolean {
    return role === "instance" || role === "proxy";
}

export const livenessApart: Rule = {
    name: "liveness-apart-from-readiness",
    title: "A pod is taken out of service long before it is killed",
    severity: "medium",
    why: "Readiness takes a pod out of rotation until it is well; liveness kills it. A liveness probe that asks the same and gives up as early kills every pod at once when a database that all of them need is slow.",
    fix: "Give `kubernetes.probes.liveness` a path of its own that asks the process alone, or more patience than `readiness`: a longer `interval` or a higher `fall`.",
    levels: byEnvironment("advisory", "advisory", "mandatory"),
    figures: {},
    check: ({ target, containers }) => (target === "kubernetes" ? containers.flatMap(strictLiveness) : []),
};

/** A question of its own may be asked as often as anybody likes: it says something else. */
function strictLiveness({ urn, where, liveness, readiness }: Container): Finding[] {
    if (liveness === undefined || readiness?.asks !== liveness.asks) {
        return [];
    }
    const asks = `liveness and readiness that both ask ${liveness.asks}`;
    if (patience(liveness) <= patience(readiness)) {
        const found = `${asks}, and liveness kills after ${patience(liveness)} s, where readiness gives up after ${patience(readiness)} s`;
        return [{ urn, where, found, allowed: "another endpoint for liveness, or more patience than readiness has" }];
    }
    const found = `${asks}, and liveness waits ${liveness.timeout} s for the answer, readiness ${readiness.timeout} s`;
    return liveness.timeout < readiness.timeout ? [{ urn, where, found, allowed: "a liveness probe that waits at least as long" }] : [];
}

/** Seconds of bad answers until a probe has had enough. */
function patience({ interval, fall }: Pick<Probe, "interval" | "fall">): number {
    return interval * fall;
}

type Timing = "shortestInterval" | "longestNotice";

export const saneProbeTiming: Rule<Timing> = {
    name: "sane-probe-timing",
    title: "Health checks notice soon enough, and are no load of their own",
    severity: "medium",
    why: "A check that takes a minute to notice costs a minute of errors; one that comes several times a second is a load on every instance; one whose answer may take longer than the pause until the next one overlaps with itself.",
    fix: "Set the service's `health.interval`, `timeout` and `fall` (on kubernetes also `kubernetes.probes`) so that the timeout is within the interval; interval times fall is the time to notice.",
    levels: byEnvironment("advisory", "advisory", "mandatory"),
    figures: {
        shortestInterval: { doc: "Seconds between two checks, at the least.", by: byEnvironment(0.5, 1, 1) },
        longestNotice: { doc: "Seconds until bad answers take an instance or proxy out of rotation, at the most.", by: byEnvironment(300, 120, 60) },
    },
    check: ({ proxies, containers }, figures) => [
        ...proxies.flatMap(watches).flatMap(each => judge(each, figures)),
        ...containers.flatMap(containerProbes).flatMap(each => judge(each, figures)),
    ],
};

interface Timed {
    readonly urn: string;
    readonly where: string;
    readonly probe: Pick<Probe, "interval" | "timeout" | "fall">;
    /** Whether requests go on failing until it has noticed. */
    readonly notices: boolean;
}

function watches({ urn, where, watched }: Proxy): Timed[] {
    return [...watched].map(([service, probe]) => ({ urn, where: `${where}, service ${service}`, probe, notices: true }));
}

/** A start may be asked about more often than an answer takes: the cluster waits for each answer. */
function containerProbes(container: Container): Timed[] {
    const { urn, where, readiness, liveness } = container;
    const probe = (name: string, asked: Probe | undefined, notices: boolean): Timed[] =>
        asked === undefined ? [] : [{ urn, where: `${where}, ${name}`, probe: asked, notices }];
    return [...probe("readiness", readiness, serves(container)), ...probe("liveness", liveness, false)];
}

function judge({ urn, where, probe, notices }: Timed, { shortestInterval, longestNotice }: Readonly<Record<Timing, number>>): Finding[] {
    const { interval, timeout, fall } = probe;
    const late = `${interval} s times ${fall}, which is ${patience(probe)} s until it is noticed`;
    return [
        ...(timeout > interval ? [{ urn, where, found: `a timeout of ${timeout} s in an interval of ${interval} s`, allowed: "a timeout within the interval" }] : []),
        ...(interval < shortestInterval ? [{ urn, where, found: `a check every ${interval} s`, allowed: `one every ${shortestInterval} s at most` }] : []),
        ...(notices && patience(probe) > longestNotice ? [{ urn, where, found: late, allowed: `at most ${longestNotice} s` }] : []),
    ];
}
