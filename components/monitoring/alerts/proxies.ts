import { ms } from "../../config/units";
import type { Cluster } from "../cluster";
import { claimsLeft } from "../disk";
import type { Figures } from "../figures";
import type { Measured } from "../measured";
import type { Alert } from "./alert";
import { proxiesCertificate } from "./layer";

/** The load balancer itself, as several proxies in a cluster. */
export function proxyAlerts(model: Measured, cluster: Cluster, figures: Figures): readonly Alert[] {
    return [
        ...proxiesCertificate(model, figures),
        {
            name: "ReloadFailed",
            severity: "critical",
            expression: `max by (pod) (${figures.series("evenkeel_reload_failed")}) == 1`,
            lasting: ms(60_000),
            summary: "{{ $labels.pod }} does not serve what it should",
            description: "It runs on with an older configuration: instances that have come or gone since are not known to it.",
        },
        ...proxiesDown(cluster, figures),
        ...claimAlerts(cluster),
    ];
}

/** Those that answer count, because a pod that is gone tells nothing at all. */
function proxiesDown({ proxies }: Cluster, figures: Figures): readonly Alert[] {
    const answering = `count(${figures.series("nginx_up")} == 1)`;
    return [
        {
            name: "ProxyDown",
            severity: "critical",
            expression: `(${answering} or vector(0)) == 0`,
            lasting: ms(60_000),
            summary: "No proxy answers its exporter",
            description: "Nobody reaches any service while they are down.",
        },
        {
            name: "ProxyDown",
            severity: "warning",
            expression: `${answering} < ${String(proxies)}`,
            lasting: ms(60_000),
            summary: `{{ $value }} of ${String(proxies)} proxies answer`,
            description: "The others carry the load of all.",
        },
    ];
}

function claimAlerts(cluster: Cluster): readonly Alert[] {
    const left = claimsLeft(cluster);
    return left === null ? [] : [{
        name: "DiskAlmostFull",
        severity: "warning",
        expression: `${left} < 0.1`,
        lasting: ms(300_000),
        summary: "{{ $value | humanizePercentage }} of {{ $labels.persistentvolumeclaim }} is left",
        description: "On a full volume the instances that have it cannot write.",
    }];
}
