import type { Monitoring } from "../model";
import type { CompleteStack } from "./complete-stack";

/** `evenkeel:monitoring`; null where it is not there or not enabled. */
export function resolveMonitoring({ monitoring, target }: CompleteStack): Monitoring | null {
    if (monitoring?.enabled !== true) {
        return null;
    }
    const { retention, interval, alerts } = monitoring;
    return { retention: target === "docker" ? retention : null, interval, alerts };
}
