import type { Container, Probe, Proxy, Watched } from "../deployed/deployed";
import type { Finding, Rule } from "../rule";
import { byEnvironment } from "./by-environment";
import { patience, serves } from "./probing";

type Timing = "shortestInterval" | "longestNotice";

export const saneProbeTiming: Rule<Timing> = {
    name: "sane-probe-timing",
    title: "Health checks notice soon enough, and are no load of their own",
    severity: "medium",
    why: "A check that takes a minute to notice lets errors go on for a minute before anybody hears of them, and an update with them; one that comes several times a second is a load on every instance; one whose answer may take longer than the pause until the next one overlaps with itself.",
    fix: "Set the service's `health.interval`, `timeout`, `rise` and `fall` (on kubernetes also `kubernetes.probes`) so that the timeout is within the interval; interval times fall is the time to notice, interval times rise the time to believe in a recovery.",
    levels: byEnvironment("advisory", "advisory", "mandatory"),
    figures: {
        shortestInterval: { doc: "Seconds between two checks, at the least.", by: byEnvironment(0.5, 1, 1) },
        longestNotice: { doc: "Seconds until bad answers, or good ones after them, are taken for how an instance or proxy is, at the most.", by: byEnvironment(300, 120, 60) },
    },
    check: ({ proxies, containers }, figures) => [
        ...proxies.flatMap(watches).flatMap(each => troublesOf(each, figures)),
        ...containers.flatMap(containerProbes).flatMap(each => troublesOf(each, figures)),
    ],
};

interface Timed {
    readonly urn: string;
    readonly where: string;
    readonly probe: Pick<Probe, "interval" | "timeout" | "fall"> & Partial<Pick<Watched, "rise">>;
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

function troublesOf({ urn, where, probe, notices }: Timed, { shortestInterval, longestNotice }: Readonly<Record<Timing, number>>): Finding[] {
    const { interval, timeout, fall, rise = 1 } = probe;
    const late = `${interval} s times ${fall}, which is ${patience(probe)} s until it is noticed`;
    return [
        ...(timeout > interval ? [{ urn, where, found: `a timeout of ${timeout} s in an interval of ${interval} s`, allowed: "a timeout within the interval" }] : []),
        ...(interval < shortestInterval ? [{ urn, where, found: `a check every ${interval} s`, allowed: `checks that are at least ${shortestInterval} s apart` }] : []),
        ...(fall < 1 || rise < 1 ? [{ urn, where, found: `${fall < 1 ? "a fall" : "a rise"} of ${Math.min(fall, rise)}, which no answer can reach`, allowed: "at least 1" }] : []),
        ...(notices && patience(probe) > longestNotice ? [{ urn, where, found: late, allowed: `at most ${longestNotice} s` }] : []),
        ...(interval * rise > longestNotice ? [{ urn, where, found: `${interval} s times ${rise}, which is ${interval * rise} s until a recovery counts`, allowed: `at most ${longestNotice} s` }] : []),
    ];
}
