import type { Monitoring } from "../model";
import type { CompleteStack } from "./complete-stack";

/** `evenkeel:monitoring`; null where it is not there or not enabled. */
export function resolveMonitoring({ monitoring }: CompleteStack): Monitoring | null {
    if (monitoring?.enabled !== true) {
        return null;
    }
    const { listen, ports, retention, interval, alerts } = monitoring;
    return { listen, ports, retention, interval, alerts };
}
