import type { Labels } from "./labels";
import type { PodTemplate } from "./pod";

/** The objects that this target makes, in the API's own words. */

export interface Metadata {
    readonly name: string;
    /** Of everything but namespaces. */
    readonly namespace?: string;
    readonly labels: Labels;
    readonly annotations?: Readonly<Record<string, string>>;
}

interface Of<Version extends string, Kind extends string> {
    readonly apiVersion: Version;
    readonly kind: Kind;
    readonly metadata: Metadata;
}

export type Manifest = Deployment | Supporting;

/** What has no pods. */
export type Supporting = Namespace | ServiceAccount | ConfigMap | Claim | Service | NetworkPolicy | Autoscaler | DisruptionBudget | Ingress | Custom;

export type Namespace = Of<"v1", "Namespace">;

export interface ServiceAccount extends Of<"v1", "ServiceAccount"> {
    readonly automountServiceAccountToken: false;
}

export interface ConfigMap extends Of<"v1", "ConfigMap"> {
    readonly immutable?: true;
    readonly data: Readonly<Record<string, string>>;
}

/** What it holds never comes this way: the component adds it, as a Pulumi secret. */
export interface Secret extends Of<"v1", "Secret"> {
    readonly type: "Opaque" | "kubernetes.io/tls";
    readonly immutable?: true;
}

export interface Claim extends Of<"v1", "PersistentVolumeClaim"> {
    readonly spec: {
        readonly accessModes: string[];
        readonly resources: { readonly requests: { readonly storage: string } };
        readonly storageClassName?: string;
    };
}

export interface Service extends Of<"v1", "Service"> {
    readonly spec: {
        readonly type: "ClusterIP" | "NodePort" | "LoadBalancer";
        readonly clusterIP?: "None";
        readonly selector: Labels;
        readonly ports: ServicePort[];
        readonly externalTrafficPolicy?: "Local" | "Cluster";
        readonly loadBalancerClass?: string;
        readonly loadBalancerSourceRanges?: string[];
    };
}

export interface ServicePort {
    readonly name: string;
    readonly protocol: "TCP";
    readonly port: number;
    readonly targetPort: string;
    readonly nodePort?: number;
}

export interface NetworkPolicy extends Of<"networking.k8s.io/v1", "NetworkPolicy"> {
    readonly spec: {
        readonly podSelector: { readonly matchLabels: Labels };
        readonly policyTypes: ("Ingress" | "Egress")[];
        readonly ingress: NetworkRule<"from">[];
        readonly egress?: NetworkRule<"to">[];
    };
}

/** No peers: everybody. */
export type NetworkRule<Direction extends "from" | "to"> = { readonly ports: NetworkPort[] } & Readonly<Partial<Record<Direction, NetworkPeer[]>>>;

export interface NetworkPort {
    readonly protocol: "TCP" | "UDP";
    readonly port: number;
}

export interface NetworkPeer {
    readonly namespaceSelector?: { readonly matchLabels?: Labels };
    readonly podSelector?: { readonly matchLabels: Labels; readonly matchExpressions?: { readonly key: string; readonly operator: "In"; readonly values: string[] }[] };
}

export interface Deployment extends Of<"apps/v1", "Deployment"> {
    readonly spec: {
        /** Absent where an autoscaler decides. */
        readonly replicas?: number;
        readonly revisionHistoryLimit: number;
        readonly progressDeadlineSeconds: number;
        readonly minReadySeconds: number;
        readonly strategy: RolloutStrategy;
        readonly selector: { readonly matchLabels: Labels };
        readonly template: PodTemplate;
    };
}

export type RolloutStrategy =
    | { readonly type: "RollingUpdate"; readonly rollingUpdate: { readonly maxSurge: number; readonly maxUnavailable: number } }
    | { readonly type: "Recreate" };

export interface Autoscaler extends Of<"autoscaling/v2", "HorizontalPodAutoscaler"> {
    readonly spec: {
        readonly scaleTargetRef: { readonly apiVersion: "apps/v1"; readonly kind: "Deployment"; readonly name: string };
        readonly minReplicas: number;
        readonly maxReplicas: number;
        readonly metrics: ResourceMetric[];
        readonly behavior: { readonly scaleUp: ScalingRules; readonly scaleDown: ScalingRules };
    };
}

export interface ResourceMetric {
    readonly type: "Resource";
    readonly resource: { readonly name: "cpu" | "memory"; readonly target: { readonly type: "Utilization"; readonly averageUtilization: number } };
}

export interface ScalingRules {
    readonly stabilizationWindowSeconds: number;
    readonly selectPolicy: "Max";
    readonly policies: { readonly type: "Percent"; readonly value: number; readonly periodSeconds: number }[];
}

export interface DisruptionBudget extends Of<"policy/v1", "PodDisruptionBudget"> {
    readonly spec: {
        readonly maxUnavailable: number;
        readonly unhealthyPodEvictionPolicy: "AlwaysAllow";
        readonly selector: { readonly matchLabels: Labels };
    };
}

export interface Ingress extends Of<"networking.k8s.io/v1", "Ingress"> {
    readonly spec: {
        readonly ingressClassName?: string;
        readonly tls?: { readonly hosts?: string[]; readonly secretName: string }[];
        readonly rules: IngressRule[];
    };
}

export interface IngressRule {
    readonly host?: string;
    readonly http: {
        readonly paths: { readonly path: string; readonly pathType: "Prefix"; readonly backend: { readonly service: { readonly name: string; readonly port: { readonly name: string } } } }[];
    };
}

/** Of an API that a cluster may have beside Kubernetes' own. */
export interface Custom extends Of<CustomApi, CustomKind> {
    readonly spec: object;
}

export type CustomApi = "gateway.networking.k8s.io/v1" | "monitoring.coreos.com/v1";
export type CustomKind = "HTTPRoute" | "PodMonitor" | "PrometheusRule";
