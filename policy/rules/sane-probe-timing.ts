import type { Container, Probe, Proxy } from "../deployed/deployed";
import type { Finding, Rule } from "../rule";
import { byEnvironment } from "./by-environment";
import { patience, serves } from "./probing";

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
