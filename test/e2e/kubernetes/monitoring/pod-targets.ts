/** What is told of a pod to whoever looks for metrics. */
export interface DiscoveredPod {
    readonly metadata: {
        readonly name: string;
        readonly namespace: string;
        readonly labels?: Readonly<Record<string, string>>;
        readonly annotations?: Readonly<Record<string, string>>;
    };
    readonly spec: { readonly containers: readonly DiscoveredContainer[]; readonly initContainers?: readonly DiscoveredContainer[] };
    readonly status: { readonly podIP?: string; readonly phase: string };
}

interface DiscoveredContainer {
    readonly name: string;
    readonly ports?: readonly { readonly name?: string; readonly containerPort: number }[];
}

export interface FileTarget {
    readonly targets: readonly string[];
    readonly labels: Readonly<Record<string, string>>;
}

/**
 * What Prometheus' discovery of pods makes of them, for `file_sd_configs`: Debian's Prometheus is built without it.
 * https://prometheus.io/docs/prometheus/latest/configuration/configuration/#pod
 */
export function podTargets(pods: readonly DiscoveredPod[]): readonly FileTarget[] {
    return pods.flatMap(pod => {
        const { containers, initContainers = [] } = pod.spec;
        return [...containers.flatMap(each => containerTargets(pod, each, false)), ...initContainers.flatMap(each => containerTargets(pod, each, true))];
    });
}

/** One for each port that is declared; where there is none, one without. */
function containerTargets(pod: DiscoveredPod, { name, ports = [] }: DiscoveredContainer, isInit: boolean): FileTarget[] {
    const { podIP } = pod.status;
    if (podIP === undefined) {
        return [];
    }
    const labels = { ...podLabels(pod), __meta_kubernetes_pod_container_name: name, __meta_kubernetes_pod_container_init: String(isInit) };
    if (ports.length === 0) {
        return [{ targets: [podIP], labels }];
    }
    return ports.map(({ name: portName = "", containerPort }) => ({
        targets: [`${podIP}:${String(containerPort)}`],
        labels: { ...labels, __meta_kubernetes_pod_container_port_name: portName, __meta_kubernetes_pod_container_port_number: String(containerPort) },
    }));
}

function podLabels({ metadata, status }: DiscoveredPod): Record<string, string> {
    return {
        __meta_kubernetes_namespace: metadata.namespace,
        __meta_kubernetes_pod_name: metadata.name,
        __meta_kubernetes_pod_ip: status.podIP ?? "",
        __meta_kubernetes_pod_phase: status.phase,
        ...prefixed("__meta_kubernetes_pod_label_", metadata.labels),
        ...prefixed("__meta_kubernetes_pod_annotation_", metadata.annotations),
    };
}

function prefixed(prefix: string, values: Readonly<Record<string, string>> = {}): Record<string, string> {
    return Object.fromEntries(Object.entries(values).map(([key, value]) => [prefix + key.replace(/[^A-Za-z0-9_]/g, "_"), value]));
}
