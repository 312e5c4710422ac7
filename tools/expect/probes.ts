import type { Container, Deployed, Probe, Watched } from "../../policy/deployed/deployed";
import { expectAll, type Claim } from "./expect-all";
import type { Stack } from "./stack";

/** How a service's instances are asked for their health. Times are in seconds. What is left out is not compared. */
export interface WantedProbes {
    /** The proxy's own checker, whose word stands at /health and in the alerts. */
    readonly check?: Partial<Pick<Watched, "path" | "interval" | "timeout" | "rise" | "fall">>;
    /** Of each container; on docker its health check. `asks` is `GET /healthz`, or a command. */
    readonly readiness?: Partial<Probe>;
    /** On kubernetes alone. */
    readonly liveness?: Partial<Probe>;
    readonly startup?: Partial<Probe>;
}

/**
 * Expects the instances of services to be asked for their health like this: by every proxy, and in every container.
 *
 * @example expectProbes(prod, { app: { check: { path: "/healthz", interval: 2 }, liveness: { fall: 3 } } });
 */
export function expectProbes({ file, deployed }: Stack, wanted: Readonly<Record<string, WantedProbes>>): void {
    const claims = Object.entries(wanted).flatMap(([service, { check, ...probes }]) => [
        ...(check === undefined ? [] : checks(deployed, service, check)),
        ...(Object.keys(probes).length === 0 ? [] : containerProbes(deployed, service, probes)),
    ]);
    expectAll(file, "health checks", claims);
}

function checks({ proxies }: Deployed, service: string, check: object): Claim[] {
    return proxies.map(({ where, watched }) => ({ where, wanted: { [service]: { check } }, found: { [service]: { check: watched.get(service) } } }));
}

/** A service without containers has none of the probes, which is as wrong. */
function containerProbes({ target, containers }: Deployed, service: string, probes: object): Claim[] {
    const own = containers.filter(container => container.role === "instance" && container.service === service);
    const wanted = { [service]: probes };
    return own.length === 0 ? [{ where: `target ${target}`, wanted, found: {} }] : own.map(container => ({ where: container.where, wanted, found: { [service]: probesOf(container) } }));
}

function probesOf({ readiness, liveness, startup }: Container): object {
    return { readiness, liveness, startup };
}
