import type { KubernetesModel } from "../../../config/model";
import { formatDuration } from "../../../config/units";
import type { Measured } from "../../../monitoring/measured";
import type { Custom } from "../manifests/manifest";
import { chosen } from "./metadata";
import { addressOfPort, proxySource, serviceSources, type Endpoint, type Source } from "./sources";

/** What the Prometheus operator is told: pods by their labels, ports by their names. */
export function podMonitors(model: Measured<KubernetesModel>): Custom[] {
    return [proxySource(model), ...serviceSources(model)].map(source => podMonitor(model, source));
}

function podMonitor(model: KubernetesModel, { name, labels, components, endpoints }: Source): Custom {
    return {
        apiVersion: "monitoring.coreos.com/v1",
        kind: "PodMonitor",
        metadata: chosen(model, name),
        spec: {
            selector: { matchLabels: labels, matchExpressions: [{ key: "app.kubernetes.io/component", operator: "In", values: [...components] }] },
            podMetricsEndpoints: endpoints.map(endpointOf),
        },
    };
}

function endpointOf({ job, port, path, interval, service, speaksForOthers }: Endpoint): object {
    return {
        port,
        path,
        interval: formatDuration(interval),
        ...(speaksForOthers ? { honorLabels: true } : {}),
        relabelings: [
            { action: "replace", targetLabel: "job", replacement: job },
            ...(service === null ? [] : [
                { action: "replace", targetLabel: "service", replacement: service },
                { action: "replace", sourceLabels: ["__address__"], regex: addressOfPort, targetLabel: "instance" },
            ]),
        ],
    };
}
