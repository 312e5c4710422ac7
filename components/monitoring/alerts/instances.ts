import { ms } from "../../config/units";
import type { Alert } from "./alert";

/** The health checker's verdicts, which count what `rise` and `fall` say. */
export const instanceAlerts: readonly Alert[] = [
    {
        name: "InstanceDown",
        severity: "warning",
        expression: "evenkeel_instance_up == 0",
        lasting: ms(60_000),
        summary: "{{ $labels.instance }} of {{ $labels.service }} does not answer its health check",
        description: "The health checker has found it down for more than a minute. The other instances of {{ $labels.service }} carry its share.",
    },
    {
        name: "PoolBelowHalf",
        severity: "critical",
        expression: 'sum by (service) (evenkeel_instance_up{backup="false"}) < 0.5 * count by (service) (evenkeel_instance_up{backup="false"})',
        lasting: ms(30_000),
        summary: "Less than half of the instances of {{ $labels.service }} are up",
        description: "{{ $value }} of them are. Those that are left may not carry the load; with none left, the backups answer, or nobody does.",
    },
];
