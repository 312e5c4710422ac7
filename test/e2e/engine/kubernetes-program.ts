import * as kubernetes from "@pulumi/kubernetes/provider";
import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import { Deployment } from "@pulumi/kubernetes/apps/v1/deployment";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap";
import { Namespace } from "@pulumi/kubernetes/core/v1/namespace";
import { PersistentVolumeClaim } from "@pulumi/kubernetes/core/v1/persistentVolumeClaim";
import { Secret } from "@pulumi/kubernetes/core/v1/secret";
import { Service } from "@pulumi/kubernetes/core/v1/service";
import { ServiceAccount } from "@pulumi/kubernetes/core/v1/serviceAccount";
import { HorizontalPodAutoscaler } from "@pulumi/kubernetes/autoscaling/v2/horizontalPodAutoscaler";
import { Ingress } from "@pulumi/kubernetes/networking/v1/ingress";
import { NetworkPolicy } from "@pulumi/kubernetes/networking/v1/networkPolicy";
import { PodDisruptionBudget } from "@pulumi/kubernetes/policy/v1/podDisruptionBudget";
import * as pulumi from "@pulumi/pulumi";
import type { KubernetesKind, KubernetesWish } from "./kubernetes-stack";

/** Of whatever the configuration says, the cluster is to say whether it is right. */
const classes = {
    namespace: Namespace,
    configMap: ConfigMap,
    secret: Secret,
    service: Service,
    serviceAccount: ServiceAccount,
    claim: PersistentVolumeClaim,
    deployment: Deployment,
    autoscaler: HorizontalPodAutoscaler,
    budget: PodDisruptionBudget,
    networkPolicy: NetworkPolicy,
    ingress: Ingress,
    custom: CustomResource,
} as unknown as Readonly<Record<KubernetesKind, new (name: string, args: object, options: pulumi.CustomResourceOptions) => pulumi.CustomResource>>;

/** Whatever objects the stack's configuration says, on the cluster that it names, in the order in which it says them. */
const config = new pulumi.Config("evenkeel");
const cluster = new kubernetes.Provider("cluster", config.requireObject<kubernetes.ProviderArgs>("provider"));

class Group extends pulumi.ComponentResource {
    constructor() {
        super("evenkeel:test:Kubernetes", "group", {}, { providers: { kubernetes: cluster } });
    }
}

const group = new Group();
const made = new Map<string, pulumi.CustomResource>();
for (const { kind, name, args, after = [], options = {} } of config.requireObject<KubernetesWish[]>("resources")) {
    const dependsOn = after.flatMap(other => made.get(other) ?? []);
    made.set(name, new classes[kind](name, args, { parent: group, dependsOn, ...options }));
}

export const ids = Object.fromEntries([...made].map(([name, resource]) => [name, resource.id]));
