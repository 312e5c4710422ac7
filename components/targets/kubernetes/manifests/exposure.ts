import type { Exposure, GatewayRoute, IngressRoute, KubernetesModel, Variable } from "../../../config/model";
import { selectorOf } from "./labels";
import type { Custom, Ingress, Supporting, Service, ServicePort } from "./manifest";
import { proxyName } from "./names";
import { metadata } from "./workload";

/** How clients get to the proxy's pods: its Service, and what the stack file puts before it. */

const owner = { name: "proxy", component: "proxy" } as const;

/** A port that the site is reached on, by the name that all objects know it by. */
export interface SitePort {
    readonly name: "http" | "https";
    readonly port: number;
}

export function sitePorts({ site, tls }: KubernetesModel): readonly SitePort[] {
    const http = { name: "http", port: site.httpPort } as const;
    return tls.mode === "off" ? [http] : [http, { name: "https", port: site.httpsPort }];
}

export function proxyService(model: KubernetesModel): Service {
    const { exposure } = model.target;
    return {
        apiVersion: "v1",
        kind: "Service",
        metadata: { ...metadata(model, proxyName(model), owner), ...annotations(exposure.annotations) },
        spec: {
            type: exposure.service,
            selector: selectorOf(model, owner),
            ports: sitePorts(model).map(port => servicePort(exposure, port)),
            ...outside(exposure),
        },
    };
}

/** None, one Ingress or one HTTPRoute. */
export function entrance(model: KubernetesModel): Supporting[] {
    const { through } = model.target.exposure;
    if (through === null) {
        return [];
    }
    return [through.kind === "ingress" ? ingress(model, through) : httpRoute(model, through)];
}

function servicePort({ service, nodePorts }: Exposure, { name, port }: SitePort): ServicePort {
    const nodePort = service === "ClusterIP" ? null : nodePorts[name];
    return { name, protocol: "TCP", port, targetPort: name, ...(nodePort === null ? {} : { nodePort }) };
}

/**
 * A load balancer hands on the client's own address, which limits, allow lists and logs go by: it learns which nodes have
 * a pod. Who comes to the port of a node may come to any of them.
 */
function outside({ service, loadBalancerClass, sourceRanges }: Exposure): Partial<Service["spec"]> {
    switch (service) {
        case "ClusterIP":
            return {};
        case "NodePort":
            return { externalTrafficPolicy: "Cluster" };
        case "LoadBalancer":
            return {
                externalTrafficPolicy: "Local",
                ...(loadBalancerClass === null ? {} : { loadBalancerClass }),
                ...(sourceRanges.length === 0 ? {} : { loadBalancerSourceRanges: [...sourceRanges] }),
            };
    }
}

function ingress(model: KubernetesModel, { className, annotations: notes, tlsSecret }: IngressRoute): Ingress {
    const { hosts } = model.site;
    const backend = { service: { name: proxyName(model), port: { name: "http" } } };
    const http = { paths: [{ path: "/", pathType: "Prefix" as const, backend }] };
    return {
        apiVersion: "networking.k8s.io/v1",
        kind: "Ingress",
        metadata: { ...metadata(model, proxyName(model), owner), ...annotations(notes) },
        spec: {
            ...(className === null ? {} : { ingressClassName: className }),
            ...(tlsSecret === null ? {} : { tls: [{ ...(hosts.length === 0 ? {} : { hosts: [...hosts] }), secretName: tlsSecret }] }),
            rules: hosts.length === 0 ? [{ http }] : hosts.map(host => ({ host, http })),
        },
    };
}

/** With everything that the API would fill in: what it adds to a list looks like a difference ever after. */
function httpRoute(model: KubernetesModel, { name, namespace, listener }: GatewayRoute): Custom {
    const { site } = model;
    const parent = { group: "gateway.networking.k8s.io", kind: "Gateway", name, ...(namespace === null ? {} : { namespace }), ...(listener === null ? {} : { sectionName: listener }) };
    const backend = { group: "", kind: "Service", name: proxyName(model), port: site.httpPort, weight: 1 };
    return {
        apiVersion: "gateway.networking.k8s.io/v1",
        kind: "HTTPRoute",
        metadata: metadata(model, proxyName(model), owner),
        spec: {
            parentRefs: [parent],
            ...(site.hosts.length === 0 ? {} : { hostnames: [...site.hosts] }),
            rules: [{ matches: [{ path: { type: "PathPrefix", value: "/" } }], backendRefs: [backend] }],
        },
    };
}

function annotations(variables: readonly Variable[]): { readonly annotations?: Readonly<Record<string, string>> } {
    return variables.length === 0 ? {} : { annotations: Object.fromEntries(variables.map(({ name, value }) => [name, value])) };
}
