import type { Exposure, KubernetesTarget, Paths, Variable } from "../model";
import type { CompleteStack } from "./complete-stack";
import { containerPaths, runFolder } from "./container-paths";
import { byText, sorted } from "./order";

type Block = CompleteStack["kubernetes"];

export function resolveKubernetes({ kubernetes, site }: CompleteStack): KubernetesTarget {
    const { context, images, proxy, endpoints, updateTimeout, monitoring } = kubernetes;
    return {
        kind: "kubernetes",
        context,
        namespace: kubernetes.namespace ?? site.name,
        images,
        pullSecrets: sorted(kubernetes.pullSecrets),
        proxy,
        endpoints,
        exposure: resolveExposure(kubernetes.expose),
        discovery: { by: monitoring.discovery, from: monitoring.namespace, labels: variables(monitoring.labels) },
        updateTimeout,
    };
}

/** Where everything lies in the proxy's pods. The folder of its socket is the one that its account may write to. */
export function kubernetesPaths(stack: CompleteStack): Paths {
    return containerPaths(stack, `${runFolder}/nginx.pid`);
}

function resolveExposure(expose: Block["expose"]): Exposure {
    const through = resolveThrough(expose);
    return {
        service: expose.type ?? (through === null ? "LoadBalancer" : "ClusterIP"),
        annotations: variables(expose.annotations),
        loadBalancerClass: expose.loadBalancerClass,
        sourceRanges: sorted(expose.sourceRanges.map(withLength)),
        nodePorts: expose.nodePorts,
        through,
    };
}

function resolveThrough({ ingress, gateway }: Block["expose"]): Exposure["through"] {
    if (ingress !== null) {
        return { kind: "ingress", ...ingress, annotations: variables(ingress.annotations) };
    }
    return gateway === null ? null : { kind: "gateway", ...gateway };
}

/** Of a single address, the network that has it alone: Services take nothing else. */
function withLength(network: string): string {
    return network.includes("/") ? network : `${network}/${network.includes(":") ? 128 : 32}`;
}

function variables(entries: readonly { readonly name: string; readonly value: string }[]): Variable[] {
    return entries.map(({ name, value }) => ({ name, value })).sort((a, b) => byText(a.name, b.name));
}
