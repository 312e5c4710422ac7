import { ms } from "../../config/units";
import type { Cluster } from "../cluster";
import type { Figures } from "../figures";
import type { Alert, Recording } from "./alert";

/**
 * How many instances there should be at least. A proxy knows those alone that Kubernetes calls ready: of one that is not, the
 * health checker says nothing at all.
 */
export function wantedInstances({ services }: Cluster): readonly Recording[] {
    return services.flatMap(({ name, instances, backups }) => [
        wanted(name, "false", instances),
        ...(backups === 0 ? [] : [wanted(name, "true", backups)]),
    ]);
}

const wantedName = "evenkeel_instances_wanted";

function wanted(service: string, backup: string, count: number): Recording {
    return { name: wantedName, expression: `vector(${String(count)})`, labels: { service, backup } };
}

/** The health checkers' verdicts, all of which have to be good, and what is missing from them. */
export function podAlerts(cluster: Cluster, figures: Figures): readonly Alert[] {
    return [
        {
            name: "InstanceDown",
            severity: "warning",
            expression: instanceDown(cluster, figures),
            lasting: ms(60_000),
            summary: either("{{ $labels.instance }} of {{ $labels.service }} does not answer its health check", "{{ $labels.service }} has fewer instances than it should have: {{ $value }} less"),
            description: `${either("A proxy has found it down for more than a minute, though Kubernetes calls it ready", "Kubernetes has called too few of them ready for more than a minute")}. The other instances of {{ $labels.service }} carry its share.`,
        },
        {
            name: "PoolBelowHalf",
            severity: "critical",
            expression: poolBelowHalf(cluster, figures),
            lasting: ms(30_000),
            summary: "Less than half of the instances of {{ $labels.service }} are up",
            description: "{{ $value }} of them are. Those that are left may not carry the load; with none left, the backups answer, or nobody does.",
        },
    ];
}

/** Text for an instance that is known, and for instances that nobody knows. */
function either(known: string, missing: string): string {
    return `{{ if $labels.instance }}${known}{{ else }}${missing}{{ end }}`;
}

function instanceDown(cluster: Cluster, figures: Figures): string {
    const instances = figures.instanceUp();
    const least = leastInstances(cluster, "service, backup");
    const up = `(count by (service, backup) (${instances} == 1) or 0 * ${least})`;
    return `${instances} == 0 or (${least} - ${up} > 0 unless on (service, backup) ${instances} == 0)`;
}

/** Of those that there should be or, where the autoscaler has added some, of those that there are. */
function poolBelowHalf(cluster: Cluster, figures: Figures): string {
    const instances = figures.instanceUp('backup="false"');
    const least = leastInstances(cluster, "service", 'backup="false"');
    const seen = `count by (service) (${instances})`;
    return `(count by (service) (${instances} == 1) or 0 * ${least}) < 0.5 * (${seen} > ${least} or ${least})`;
}

function leastInstances({ namespace, site }: Cluster, by: string, ...selector: readonly string[]): string {
    return `sum by (${by}) (${wantedName}{${[...selector, `namespace="${namespace}"`, `site="${site}"`].join(",")}})`;
}
