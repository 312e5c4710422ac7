import { ms } from "../../config/units";
import type { Cluster } from "../cluster";
import type { Figures } from "../figures";
import type { Alert, Recording } from "./alert";

const wanted = "evenkeel_instances_wanted";
const up = "evenkeel_instances_up";

/**
 * How many instances there should be, and how many of them are up. A proxy knows only those that Kubernetes calls ready: of one
 * that is not, the health checker says nothing at all. So there should be as many as it knows, and never less than the stack
 * file says.
 */
export function instanceCounts({ services }: Cluster, figures: Figures): readonly Recording[] {
    return services.flatMap(({ name, instances, backups }) => [
        ...counts(figures, name, "false", instances),
        ...(backups === 0 ? [] : counts(figures, name, "true", backups)),
    ]);
}

function counts(figures: Figures, service: string, backup: string, least: number): readonly Recording[] {
    const instances = figures.instanceUp(`service="${service}",backup="${backup}"`);
    // Where no health checker speaks, nobody can say that there are none.
    const none = `0 * count(${figures.series("evenkeel_health_checked_timestamp_seconds")})`;
    return [
        { name: wanted, expression: `count(${instances}) > ${String(least)} or vector(${String(least)})`, labels: { service, backup } },
        { name: up, expression: `count(${instances} == 1) or ${none}`, labels: { service, backup } },
    ];
}

/** The health checkers' verdicts, all of which have to be good, and what is missing from them. */
export function podAlerts({ namespace, site }: Cluster, figures: Figures): readonly Alert[] {
    const stack = `namespace="${namespace}",site="${site}"`;
    const down = `${figures.instanceUp(withAddress)} == 0`;
    return [
        {
            name: "InstanceDown",
            severity: "warning",
            expression: `${down} or (${wanted}{${stack}} > ${up}{${stack}} unless on (service, backup) ${down})`,
            lasting: ms(60_000),
            summary: either("{{ $labels.instance }} of {{ $labels.service }} does not answer its health check", "{{ $labels.service }} has less than {{ $value }} instances"),
            description: `${either("A proxy has found it down for more than a minute", "Too few of them have been ready for more than a minute")}. The other instances of {{ $labels.service }} carry its share.`,
        },
        {
            name: "PoolBelowHalf",
            severity: "critical",
            expression: `sum by (service) (${up}{backup="false",${stack}}) < 0.5 * sum by (service) (${wanted}{backup="false",${stack}})`,
            lasting: ms(30_000),
            summary: "Less than half of the instances of {{ $labels.service }} are up",
            description: "{{ $value }} of them are. Those that are left may not carry the load; with none left, the backups answer, or nobody does.",
        },
    ];
}

/** Where a service has had no pods yet, a name stands for them. */
const withAddress = 'instance=~".*[.:].*"';

/** Text for an instance that is known, and for instances that nobody knows. */
function either(known: string, missing: string): string {
    return `{{ if $labels.instance }}${known}{{ else }}${missing}{{ end }}`;
}
