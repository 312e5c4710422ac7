import { ApiFailure } from "../../../components/targets/kubernetes/api/api-failure";
import type { Cluster } from "../../../components/targets/kubernetes/api/cluster";
import type { KubernetesModel } from "../../../components/config/model";

/** What `up` does to one kind of object. */
export interface Right {
    readonly verb: string;
    /** Of the API; empty for Kubernetes' first objects. */
    readonly group: string;
    readonly resource: string;
    /** Of objects that are in no namespace. */
    readonly isClusterWide: boolean;
}

/** What is made, is changed by server-side apply, and goes again. */
const manage = ["get", "create", "patch", "delete"];
/** The verbs of rollouts, which look, and remove what no revision needs. */
const watchOver = ["get", "list"];

/** Everything that bringing the stack up and down asks of the cluster. */
export function neededRights(model: KubernetesModel): Right[] {
    const { services, target, monitoring } = model;
    const all = services.flatMap(({ pods }) => pods ?? []);
    const through = target.exposure.through?.kind;
    return [
        // It stays when the stack goes. Those of a namespace may be allowed to look at it and to change it.
        ...rights("", "namespaces", ["get", "patch"]),
        ...rights("", "namespaces", ["create"], true),
        ...["configmaps", "secrets"].flatMap(resource => rights("", resource, [...manage, "list"])),
        ...["services", "serviceaccounts"].flatMap(resource => rights("", resource, manage)),
        ...(all.some(({ claims }) => claims.length > 0) ? rights("", "persistentvolumeclaims", ["get", "create", "patch"]) : []),
        ...rights("", "pods", watchOver),
        ...rights("", "pods/log", ["get"]),
        ...rights("", "events", ["list"]),
        ...rights("apps", "deployments", manage),
        ...rights("apps", "replicasets", ["list"]),
        ...rights("policy", "poddisruptionbudgets", manage),
        ...rights("networking.k8s.io", "networkpolicies", manage),
        ...(all.some(({ autoscaling }) => autoscaling !== null) ? rights("autoscaling", "horizontalpodautoscalers", manage) : []),
        ...(through === "ingress" ? rights("networking.k8s.io", "ingresses", manage) : []),
        ...(through === "gateway" ? rights("gateway.networking.k8s.io", "httproutes", manage) : []),
        ...(monitoring !== null && target.discovery.by === "operator" ? ["podmonitors", "prometheusrules"].flatMap(resource => rights("monitoring.coreos.com", resource, manage)) : []),
    ];
}

function rights(group: string, resource: string, verbs: readonly string[], isClusterWide = false): Right[] {
    return verbs.map(verb => ({ verb, group, resource, isClusterWide }));
}

/** Those of the rights that the account lacks; undefined: the cluster does not say. */
export async function lackingRights(cluster: Cluster, model: KubernetesModel): Promise<Right[] | undefined> {
    const { namespace } = model.target;
    try {
        if (await isAllowed(cluster, namespace, { verb: "*", group: "*", resource: "*", isClusterWide: true })) {
            return [];
        }
        const answers = await Promise.all(neededRights(model).map(async right => ({ right, allowed: await isAllowed(cluster, namespace, right) })));
        return answers.filter(({ allowed }) => !allowed).map(({ right }) => right);
    } catch (error) {
        if (error instanceof ApiFailure && error.status === 403) {
            return undefined;
        }
        throw error;
    }
}

interface Review {
    readonly status: { readonly allowed: boolean };
}

async function isAllowed(cluster: Cluster, namespace: string, { verb, group, resource, isClusterWide }: Right): Promise<boolean> {
    const [kind, subresource] = resource.split("/");
    const own = { namespace, ...(resource === "namespaces" ? { name: namespace } : {}) };
    const resourceAttributes = { verb, group, resource: kind, ...(subresource === undefined ? {} : { subresource }), ...(isClusterWide ? {} : own) };
    const question = { apiVersion: "authorization.k8s.io/v1", kind: "SelfSubjectAccessReview", spec: { resourceAttributes } };
    return (await cluster.ask<Review>("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", question)).status.allowed;
}

/** `create, patch deployments.apps; delete secrets` */
export function listRights(rights: readonly Right[]): string {
    const kinds = new Map<string, string[]>();
    for (const { verb, group, resource } of rights) {
        const kind = group === "" ? resource : `${resource}.${group}`;
        kinds.set(kind, [...(kinds.get(kind) ?? []), verb]);
    }
    return [...kinds].map(([kind, verbs]) => `${verbs.join(", ")} ${kind}`).join("; ");
}
