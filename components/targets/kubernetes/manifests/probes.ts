import type { Container, Probe, Probes } from "../../../config/model";
import type { Container as Manifest, ProbeSpec } from "./pod";
import { wholeSeconds } from "./quantities";

/** Seconds between two looks at a container that starts: how much sooner than the usual interval it may count as ready. */
const startInterval = 2;

/**
 * What the kubelet asks an instance. While it starts it is asked what tells whether it lives, often, for its start period
 * and as long again as a living one may fail. Whether it is ready says nothing of that: it may wait for others, and ending it for that would
 * keep it away for longer.
 */
export function probes({ liveness, readiness, startPeriod }: Probes, { probe: command }: Pick<Container, "probe">): Pick<Manifest, "startupProbe" | "livenessProbe" | "readinessProbe"> {
    const patience = startPeriod / 1000 + wholeSeconds(liveness.interval) * liveness.fall;
    return {
        startupProbe: { ...asked(liveness, command), periodSeconds: startInterval, timeoutSeconds: wholeSeconds(liveness.timeout), failureThreshold: Math.ceil(patience / startInterval) },
        livenessProbe: { ...asked(liveness, command), ...pace(liveness) },
        readinessProbe: { ...asked(readiness, command), ...pace(readiness) },
    };
}

function asked({ path }: Probe, command: readonly string[] | null): Pick<ProbeSpec, "httpGet" | "exec"> {
    return command === null ? { httpGet: { path, port: "http" } } : { exec: { command: [...command] } };
}

function pace({ interval, timeout, fall }: Probe): Omit<ProbeSpec, "httpGet" | "exec"> {
    return { periodSeconds: wholeSeconds(interval), timeoutSeconds: wholeSeconds(timeout), failureThreshold: fall };
}
