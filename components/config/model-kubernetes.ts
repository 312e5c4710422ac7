/** The part of the model that only a stack on Kubernetes has. */

import type { Bytes, Milliseconds } from "./model";
import type { Resources, Variable } from "./model-containers";

export interface KubernetesTarget {
    readonly kind: "kubernetes";
    /** Of the kubeconfig; null: its current one. */
    readonly context: string | null;
    readonly namespace: string;
    readonly images: KubernetesImages;
    /** Secrets of the namespace that images are pulled with; sorted. */
    readonly pullSecrets: readonly string[];
    readonly proxy: ProxyPods;
    /** What the proxy sends requests to: each pod by itself, or the Service, which then picks the pod. */
    readonly endpoints: "pods" | "service";
    readonly exposure: Exposure;
    readonly discovery: Discovery;
    /** How long a rollout may take until all of its pods are ready. */
    readonly updateTimeout: Milliseconds;
}

/** Image references, each with a tag or digest. */
export interface KubernetesImages {
    /** nginx with a POSIX shell, curl and getent, as the official Debian-based image has them. */
    readonly proxy: string;
    readonly nginxExporter: string;
    /** For the health checker's figures alone. */
    readonly nodeExporter: string;
    /** mtail: makes metrics of the access log. */
    readonly logExporter: string;
}

export interface ProxyPods {
    /** At least two. */
    readonly replicas: number;
    readonly resources: Resources;
}

/** How clients get to the proxy's pods. */
export interface Exposure {
    readonly service: "LoadBalancer" | "NodePort" | "ClusterIP";
    /** Of the Service; sorted by name. */
    readonly annotations: readonly Variable[];
    /** null: the cluster's default. */
    readonly loadBalancerClass: string | null;
    /** Clients that a load balancer lets in; empty: all. */
    readonly sourceRanges: readonly string[];
    /** null: the cluster picks one. */
    readonly nodePorts: { readonly http: number | null; readonly https: number | null };
    /** What stands before the Service; null: nothing. Both end TLS themselves. */
    readonly through: IngressRoute | GatewayRoute | null;
}

export interface IngressRoute {
    readonly kind: "ingress";
    /** null: the cluster's default. */
    readonly className: string | null;
    /** Sorted by name. */
    readonly annotations: readonly Variable[];
    /** A kubernetes.io/tls Secret of the namespace; null: plain HTTP. */
    readonly tlsSecret: string | null;
}

export interface GatewayRoute {
    readonly kind: "gateway";
    readonly name: string;
    /** null: the stack's own. */
    readonly namespace: string | null;
    /** The Gateway's listener; null: all of them. */
    readonly listener: string | null;
}

/** How the cluster's Prometheus finds what there is to measure, where the stack has monitoring. */
export interface Discovery {
    /** prometheus.io annotations on pods, or the Prometheus operator's PodMonitor and PrometheusRule. */
    readonly by: "annotations" | "operator";
    /** Namespace that Prometheus runs in: the one that may reach the metrics; null: any. */
    readonly from: string | null;
    /** Of PodMonitor and PrometheusRule, so that the operator picks them; sorted by name. */
    readonly labels: readonly Variable[];
}

/** How many pods a service has, and what is kept of them. */
export interface Pods {
    /** Where nothing scales them. */
    readonly replicas: number;
    readonly backups: number;
    /** Of the replicas; null: their number stands. */
    readonly autoscaling: Autoscaling | null;
    readonly probes: Probes;
    /** One for each volume of the container, by the same name and in the same order. */
    readonly claims: readonly Claim[];
}

export interface Autoscaling {
    readonly min: number;
    readonly max: number;
    /** Percent of what is requested; null: not looked at. At least one of the two is there. */
    readonly cpu: number | null;
    readonly memory: number | null;
    readonly scaleUp: ScalingPace;
    readonly scaleDown: ScalingPace;
}

export interface ScalingPace {
    readonly stabilization: Milliseconds;
    /** Percent of the pods that may come or go within `period`. */
    readonly percent: number;
    readonly period: Milliseconds;
}

export interface Probes {
    /** Ends and restarts a container that fails it. */
    readonly liveness: Probe;
    /** Takes a pod that fails it out of rotation. */
    readonly readiness: Probe;
    /** How long after a container's start neither of them counts; it may be ready sooner. */
    readonly startPeriod: Milliseconds;
}

export interface Probe {
    readonly path: string;
    readonly interval: Milliseconds;
    readonly timeout: Milliseconds;
    /** Bad answers in a row. */
    readonly fall: number;
}

export interface Claim {
    readonly name: string;
    readonly size: Bytes;
    readonly accessMode: "ReadWriteMany" | "ReadWriteOnce" | "ReadOnlyMany" | "ReadWriteOncePod";
    /** null: the cluster's default. */
    readonly storageClass: string | null;
}
