import type { Container, Deployed, DeployedService, Probe, Proxy } from "../deployed/deployed";
import type { Finding, Rule } from "../rule";
import { byEnvironment } from "./by-environment";
import { count, list } from "./words";

export const healthChecked: Rule = {
    name: "health-checked",
    title: "Every instance and the proxy itself are asked for their health",
    severity: "high",
    why: "Whoever is not asked gets requests until its clients notice. The checker of the proxy takes a sick instance out of rotation; the readiness of its container decides whether an update may go on.",
    fix: "Give the service a `health.path` that answers 200 while it can serve, and leave the health check of its image on.",
    levels: byEnvironment("advisory", "mandatory", "mandatory"),
    figures: {},
    check: deployed => [
        ...deployed.proxies.flatMap(proxy => deployed.services.flatMap(service => unwatched(proxy, service))),
        ...deployed.containers.filter(({ role, readiness }) => (role === "instance" || role === "proxy") && readiness === undefined).map(container => unasked(deployed, container)),
    ],
};

function unwatched({ urn, where, watched }: Proxy, { name, instances, backup }: DeployedService): Finding[] {
    const watch = watched.get(name);
    const left = [...instances, ...backup].filter(address => watch?.instances.includes(address) !== true && watch?.backup.includes(address) !== true);
    return left.length === 0 ? [] : [{ urn, where: `${where}, service ${name}`, found: `${list(left)} that the health checker never asks`, allowed: "a health check of every instance and backup" }];
}

function unasked({ target }: Deployed, { urn, where }: Container): Finding {
    return target === "kubernetes" ? { urn, where, found: "no readiness probe", allowed: "a readinessProbe" } : { urn, where, found: "no health check", allowed: "a health check that the engine runs" };
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

function strictLiveness({ urn, where, liveness, readiness }: Container): Finding[] {
    if (liveness === undefined || readiness?.asks !== liveness.asks) {
        return [];
    }
    const kills = `kills it after ${patience(liveness)} s`;
    if (patience(liveness) <= patience(readiness)) {
        return [{ urn, where, found: `a liveness probe (${liveness.asks}) that ${kills}, where readiness waits ${patience(readiness)} s`, allowed: "another endpoint, or more patience than readiness has" }];
    }
    return liveness.timeout < readiness.timeout
        ? [{ urn, where, found: `a liveness probe (${liveness.asks}) that waits ${liveness.timeout} s for an answer, where readiness waits ${readiness.timeout} s`, allowed: "at least as long as readiness waits" }]
        : [];
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
        ...proxies.flatMap(({ urn, where, watched }) => [...watched].flatMap(([service, watch]) => judge({ urn, where: `${where}, service ${service}`, probe: watch, notices: true }, figures))),
        ...containers.flatMap(container => containerProbes(container).flatMap(each => judge(each, figures))),
    ],
};

interface Timed {
    readonly urn: string;
    readonly where: string;
    readonly probe: Pick<Probe, "interval" | "timeout" | "fall">;
    /** Whether requests go on failing until it has noticed. */
    readonly notices: boolean;
}

/** A start may be asked about more often than an answer takes: the cluster waits for each answer. */
function containerProbes({ urn, where, role, readiness, liveness }: Container): Timed[] {
    const serves = role === "instance" || role === "proxy";
    const probe = (name: string, asked: Probe | undefined, notices: boolean): Timed[] => (asked === undefined ? [] : [{ urn, where: `${where}, ${name}`, probe: asked, notices }]);
    return [...probe("readiness", readiness, serves), ...probe("liveness", liveness, false)];
}

function judge({ urn, where, probe, notices }: Timed, { shortestInterval, longestNotice }: Readonly<Record<Timing, number>>): Finding[] {
    const { interval, timeout, fall } = probe;
    return [
        ...(timeout > interval ? [{ urn, where, found: `a timeout of ${timeout} s in an interval of ${interval} s`, allowed: "a timeout within the interval" }] : []),
        ...(interval < shortestInterval ? [{ urn, where, found: `a check every ${interval} s`, allowed: `at most one in ${count(shortestInterval, "second")}` }] : []),
        ...(notices && patience(probe) > longestNotice ? [{ urn, where, found: `${interval} s times ${fall}: ${patience(probe)} s until it is noticed`, allowed: `at most ${longestNotice} s` }] : []),
    ];
}
