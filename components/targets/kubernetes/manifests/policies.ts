import type { KubernetesModel } from "../../../config/model";
import { portOf, type Application } from "./application";
import { selectorOf, type Owner } from "./labels";
import type { DisruptionBudget, NetworkPeer, NetworkPolicy, NetworkPort } from "./manifest";
import { applicationName, proxyName } from "./names";
import { metadata } from "./workload";

/** Drains and the like take one pod at a time. One that is not ready serves nobody: it holds up no drain. */
export function disruptionBudget(model: KubernetesModel, name: string, owner: Owner): DisruptionBudget {
    return {
        apiVersion: "policy/v1",
        kind: "PodDisruptionBudget",
        metadata: metadata(model, name, owner),
        spec: { maxUnavailable: 1, unhealthyPodEvictionPolicy: "AlwaysAllow", selector: { matchLabels: selectorOf(model, owner) } },
    };
}

/** Who reaches a service's pods, backups included: the proxy, and whoever measures. What they reach is their own affair. */
export function applicationPolicy(model: KubernetesModel, { service }: Application): NetworkPolicy {
    const owner = { name: service.name, component: "application" } as const;
    const ports = [tcp(portOf(service))];
    const measured = model.monitoring !== null && service.metrics !== null;
    return {
        apiVersion: "networking.k8s.io/v1",
        kind: "NetworkPolicy",
        metadata: metadata(model, applicationName(model, service), owner),
        spec: {
            podSelector: { matchLabels: allOf(model, service.name) },
            policyTypes: ["Ingress"],
            ingress: [
                { from: [{ podSelector: { matchLabels: selectorOf(model, proxy) } }], ports },
                ...(measured ? [{ from: [monitoringPeer(model)], ports }] : []),
            ],
        },
    };
}

/**
 * Everybody reaches the proxy's site, and whoever measures its metrics. It reaches DNS and the applications.
 *
 * @param metricsPorts those of the sidecars that measure it.
 */
export function proxyPolicy(model: KubernetesModel, sitePorts: readonly number[], metricsPorts: readonly number[]): NetworkPolicy {
    return {
        apiVersion: "networking.k8s.io/v1",
        kind: "NetworkPolicy",
        metadata: metadata(model, proxyName(model), proxy),
        spec: {
            podSelector: { matchLabels: selectorOf(model, proxy) },
            policyTypes: ["Ingress", "Egress"],
            ingress: [
                { ports: sitePorts.map(tcp) },
                ...(metricsPorts.length === 0 ? [] : [{ from: [monitoringPeer(model)], ports: metricsPorts.map(tcp) }]),
            ],
            egress: [
                { ports: [{ protocol: "UDP", port: 53 }, tcp(53)] },
                { to: [applicationsPeer(model)], ports: applicationPorts(model).map(tcp) },
            ],
        },
    };
}

const proxy = { name: "proxy", component: "proxy" } as const;

/** Applications and backups of one service. */
function allOf(model: KubernetesModel, name: string): Readonly<Record<string, string>> {
    return { "app.kubernetes.io/name": name, "app.kubernetes.io/instance": model.name };
}

function applicationsPeer({ name }: KubernetesModel): NetworkPeer {
    return {
        podSelector: {
            matchLabels: { "app.kubernetes.io/instance": name },
            matchExpressions: [{ key: "app.kubernetes.io/component", operator: "In", values: ["application", "backup"] }],
        },
    };
}

function applicationPorts({ services }: KubernetesModel): number[] {
    return [...new Set(services.map(portOf))].sort((a, b) => a - b);
}

function monitoringPeer({ target }: KubernetesModel): NetworkPeer {
    const { from } = target.discovery;
    return { namespaceSelector: from === null ? {} : { matchLabels: { "kubernetes.io/metadata.name": from } } };
}

function tcp(port: number): NetworkPort {
    return { protocol: "TCP", port };
}
