/** A kind of object that the engine knows how to make, keep and delete. */
export interface Kind {
    readonly apiVersion: string;
    readonly kind: string;
    /** As the API's paths name it. */
    readonly plural: string;
    readonly namespaced: boolean;
    /** Whether the provider waits for such an object to work, which this engine does not. */
    readonly awaited: boolean;
    /** Whether `pulumi.com/skipAwait` keeps the provider from waiting for the object's end, too. */
    readonly leftWhenDeleted: boolean;
    /** Properties that can't be edited where they are, beside name and namespace. */
    readonly fixed: readonly string[];
    /** Those that the provider's settings, or the object itself, make fixed. */
    readonly content: readonly string[];
}

type Traits = Partial<Omit<Kind, "apiVersion" | "kind" | "plural">>;

function kind(apiVersion: string, name: string, plural: string, traits: Traits = {}): Kind {
    return { apiVersion, kind: name, plural, namespaced: true, awaited: false, leftWhenDeleted: false, fixed: [], content: [], ...traits };
}

/** By Pulumi's name for the type. What is fixed, and what is waited for, is as in version 4 of the provider. */
const kinds: Readonly<Record<string, Kind>> = {
    "kubernetes:core/v1:Namespace": kind("v1", "Namespace", "namespaces", { namespaced: false, leftWhenDeleted: true }),
    "kubernetes:core/v1:ConfigMap": kind("v1", "ConfigMap", "configmaps", { content: ["data", "binaryData"] }),
    "kubernetes:core/v1:Secret": kind("v1", "Secret", "secrets", { fixed: ["type"], content: ["data", "stringData"] }),
    "kubernetes:core/v1:Service": kind("v1", "Service", "services", { awaited: true, fixed: ["spec.clusterIP"] }),
    "kubernetes:core/v1:ServiceAccount": kind("v1", "ServiceAccount", "serviceaccounts"),
    "kubernetes:core/v1:PersistentVolumeClaim": kind("v1", "PersistentVolumeClaim", "persistentvolumeclaims", {
        awaited: true,
        fixed: ["spec.accessModes", "spec.selector", "spec.storageClassName", "spec.volumeName"],
    }),
    "kubernetes:apps/v1:Deployment": kind("apps/v1", "Deployment", "deployments", { awaited: true, leftWhenDeleted: true, fixed: ["spec.selector"] }),
    "kubernetes:autoscaling/v2:HorizontalPodAutoscaler": kind("autoscaling/v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers"),
    "kubernetes:policy/v1:PodDisruptionBudget": kind("policy/v1", "PodDisruptionBudget", "poddisruptionbudgets"),
    "kubernetes:networking.k8s.io/v1:NetworkPolicy": kind("networking.k8s.io/v1", "NetworkPolicy", "networkpolicies"),
    "kubernetes:networking.k8s.io/v1:Ingress": kind("networking.k8s.io/v1", "Ingress", "ingresses", { awaited: true }),
    "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute": kind("gateway.networking.k8s.io/v1", "HTTPRoute", "httproutes"),
    "kubernetes:monitoring.coreos.com/v1:PodMonitor": kind("monitoring.coreos.com/v1", "PodMonitor", "podmonitors"),
    "kubernetes:monitoring.coreos.com/v1:PrometheusRule": kind("monitoring.coreos.com/v1", "PrometheusRule", "prometheusrules"),
};

export function kindOf(type: string): Kind | undefined {
    return Object.hasOwn(kinds, type) ? kinds[type] : undefined;
}

/** The path of all objects of a kind, in a namespace where they are in one. */
export function pathOf({ apiVersion, plural, namespaced }: Kind, namespace: string): string {
    const root = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    return namespaced ? `${root}/namespaces/${encodeURIComponent(namespace)}/${plural}` : `${root}/${plural}`;
}
