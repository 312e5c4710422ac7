import type { Alerts } from "../../config/model";
import { formatDuration, ms } from "../../config/units";
import type { Figures } from "../figures";
import type { Alert } from "./alert";

/** Over which requests are counted: long enough to hold some at any usual interval. */
const window = "5m";

/** What the users of a service see. */
export function trafficAlerts(limits: Alerts, figures: Figures): readonly Alert[] {
    return [
        {
            name: "ErrorRatio",
            severity: "critical",
            expression: `${figures.errorRatio('service!=""', "service", window)} > ${String(limits.errorRatio)}`,
            lasting: ms(120_000),
            summary: "{{ $labels.service }} fails {{ $value | humanizePercentage }} of its requests",
            description: `More than ${String(Number((100 * limits.errorRatio).toFixed(4)))}% of the requests of the last five minutes were answered with 5xx.`,
        },
        {
            name: "Latency",
            severity: "warning",
            expression: `${figures.latency(0.95, 'service!=""', "service", window)} > ${String(limits.latency / 1000)}`,
            lasting: ms(300_000),
            summary: "One in twenty requests to {{ $labels.service }} takes longer than {{ $value | humanizeDuration }}",
            description: `The 95th percentile of the last five minutes is above ${formatDuration(limits.latency)}.`,
        },
    ];
}
