import type { KubernetesModel } from "../../../components/config/model";
import { ApiFailure } from "../../../components/targets/kubernetes/api/api-failure";
import type { Cluster } from "../../../components/targets/kubernetes/api/cluster";
import type { List, Metadata, Service } from "../../../components/targets/kubernetes/api/objects";
import { claimName } from "../../../components/targets/kubernetes/manifests/names";
import { lackingRights, type Right } from "./kubernetes-rights";

/** What a cluster says of itself, as far as the stack needs it; what this account may not see is undefined. */
export interface ClusterFacts {
    /** `v1.35.0` */
    readonly version: string;
    readonly lacking: readonly Right[] | undefined;
    /** null: there is none. */
    readonly namespaceLabels: Readonly<Record<string, string>> | null | undefined;
    readonly storageClasses: readonly Choice[] | undefined;
    /** Storage classes, or none (empty), of volumes that are there without anybody having asked for them. */
    readonly readyVolumes: readonly string[];
    /** The stack's own that exist, whatever they are made from. */
    readonly claims: readonly string[];
    /** `podmonitors.monitoring.coreos.com` and others of APIs that a cluster may have. */
    readonly kinds: ReadonlySet<string>;
    readonly ingressClasses: readonly Choice[] | undefined;
    /** Names of its listeners; null: there is no such Gateway. */
    readonly gatewayListeners: readonly string[] | null | undefined;
    /** Of those that the stack names, which the namespace does not have. */
    readonly absentSecrets: readonly string[];
    /** Services of type LoadBalancer in the whole cluster. */
    readonly loadBalancers: { readonly all: number; readonly withAddress: number } | undefined;
    /** Whether there is a Service for names, by the label that all distributions give it. */
    readonly hasDns: boolean | undefined;
}

/** One of several, of which one is taken when nobody says which. */
export interface Choice {
    readonly name: string;
    readonly isDefault: boolean;
}

type Named = List<{ readonly metadata: Metadata; readonly spec?: { readonly storageClassName?: string }; readonly status?: { readonly phase?: string } }>;

/**
 * Asks the cluster, all at once.
 *
 * @throws ApiFailure when it can't be reached, or does not let the account in.
 */
export async function askCluster(cluster: Cluster, model: KubernetesModel): Promise<ClusterFacts> {
    const { gitVersion } = await cluster.get<{ readonly gitVersion: string }>("/version");
    const { namespace } = model.target;
    const [lacking, namespaceLabels, storage, kinds, ingressClasses, gatewayListeners, absentSecrets, loadBalancers, dns] = await Promise.all([
        lackingRights(cluster, model),
        seen(async () => (await cluster.find<{ readonly metadata: Metadata }>(`/api/v1/namespaces/${namespace}`))?.metadata.labels ?? null),
        askStorage(cluster, model),
        extraKinds(cluster, model),
        model.target.exposure.through?.kind === "ingress" ? choices(cluster, "/apis/networking.k8s.io/v1/ingressclasses", "ingressclass.kubernetes.io/is-default-class") : undefined,
        gatewayOf(cluster, model),
        missingSecrets(cluster, model),
        model.target.exposure.service === "LoadBalancer" ? balancersOf(cluster) : undefined,
        seen(() => cluster.get<List<Service>>("/api/v1/namespaces/kube-system/services?labelSelector=k8s-app%3Dkube-dns")),
    ]);
    return { version: gitVersion, lacking, namespaceLabels, ...storage, kinds, ingressClasses, gatewayListeners, absentSecrets, loadBalancers, hasDns: dns && dns.items.length > 0 };
}

/** undefined: this account may not look. */
export async function seen<T>(look: () => Promise<T>): Promise<T | undefined> {
    try {
        return await look();
    } catch (error) {
        if (error instanceof ApiFailure && error.status === 403) {
            return undefined;
        }
        throw error;
    }
}

async function askStorage(cluster: Cluster, model: KubernetesModel): Promise<Pick<ClusterFacts, "storageClasses" | "readyVolumes" | "claims">> {
    const wanted = model.services.flatMap(service => (service.pods?.claims ?? []).map(({ name }) => claimName(model, service, name)));
    if (wanted.length === 0) {
        return { storageClasses: [], readyVolumes: [], claims: [] };
    }
    const [storageClasses, volumes, claims] = await Promise.all([
        choices(cluster, "/apis/storage.k8s.io/v1/storageclasses", "storageclass.kubernetes.io/is-default-class"),
        seen(() => cluster.get<Named>("/api/v1/persistentvolumes")),
        seen(() => cluster.get<Named>(`/api/v1/namespaces/${model.target.namespace}/persistentvolumeclaims`)),
    ]);
    const ready = (volumes?.items ?? []).filter(({ status }) => status?.phase === "Available");
    const names = (claims?.items ?? []).map(({ metadata }) => metadata.name);
    return { storageClasses, readyVolumes: ready.map(({ spec }) => spec?.storageClassName ?? ""), claims: names.filter(name => wanted.includes(name)) };
}

async function choices(cluster: Cluster, path: string, annotation: string): Promise<Choice[] | undefined> {
    const found = await seen(() => cluster.get<Named>(path));
    return found?.items.map(({ metadata }) => ({ name: metadata.name, isDefault: metadata.annotations?.[annotation] === "true" }));
}

/** Of APIs that are there and answer: the metrics API has a server of its own, which may be away. */
async function extraKinds(cluster: Cluster, model: KubernetesModel): Promise<ReadonlySet<string>> {
    const lists = await Promise.all(extraApis(model).map(async api => (await resourcesOf(cluster, api)).map(resource => `${resource}.${api.replace(/\/.*/, "")}`)));
    return new Set(lists.flat());
}

/** Those that the stack needs, of the ones that are no part of Kubernetes itself. */
function extraApis({ services, monitoring, target }: KubernetesModel): string[] {
    return [
        ...(services.some(({ pods }) => pods !== null && pods.autoscaling !== null) ? ["metrics.k8s.io/v1beta1"] : []),
        ...(monitoring !== null && target.discovery.by === "operator" ? ["monitoring.coreos.com/v1"] : []),
        ...(target.exposure.through?.kind === "gateway" ? ["gateway.networking.k8s.io/v1"] : []),
    ];
}

async function resourcesOf(cluster: Cluster, api: string): Promise<string[]> {
    try {
        const list = await cluster.find<{ readonly resources: readonly { readonly name: string }[] }>(`/apis/${api}`);
        return list?.resources.map(({ name }) => name) ?? [];
    } catch (error) {
        if (error instanceof ApiFailure && error.status !== undefined) {
            return [];
        }
        throw error;
    }
}

async function gatewayOf(cluster: Cluster, { target }: KubernetesModel): Promise<readonly string[] | null | undefined> {
    const { through } = target.exposure;
    if (through?.kind !== "gateway") {
        return undefined;
    }
    const path = `/apis/gateway.networking.k8s.io/v1/namespaces/${through.namespace ?? target.namespace}/gateways/${through.name}`;
    const found = await seen(() => cluster.find<{ readonly spec: { readonly listeners: readonly { readonly name: string }[] } }>(path).then(gateway => gateway ?? null));
    return found === null ? null : found?.spec.listeners.map(({ name }) => name);
}

/** Those that the stack file only names: somebody else puts them there. */
export function namedSecrets({ target }: KubernetesModel): string[] {
    const { through } = target.exposure;
    return [...target.pullSecrets, ...(through?.kind === "ingress" && through.tlsSecret !== null ? [through.tlsSecret] : [])];
}

async function missingSecrets(cluster: Cluster, model: KubernetesModel): Promise<string[]> {
    const answers = await Promise.all(namedSecrets(model).map(async name => ({ name, isThere: await seen(() => cluster.has(`/api/v1/namespaces/${model.target.namespace}/secrets/${name}`)) })));
    return answers.filter(({ isThere }) => isThere === false).map(({ name }) => name);
}

async function balancersOf(cluster: Cluster): Promise<ClusterFacts["loadBalancers"]> {
    const services = await seen(() => cluster.get<List<Service>>("/api/v1/services?fieldSelector=spec.type%3DLoadBalancer"));
    return services && { all: services.items.length, withAddress: services.items.filter(({ status }) => (status?.loadBalancer?.ingress ?? []).length > 0).length };
}
