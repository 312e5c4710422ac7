import type { Bytes, KubernetesModel } from "../../../../components/config/model";
import { ApiFailure } from "../../../../components/targets/kubernetes/api/api-failure";
import type { Cluster } from "../../../../components/targets/kubernetes/api/cluster";
import type { List, Metadata } from "../../../../components/targets/kubernetes/api/objects";
import { quantityOf } from "../../../engine/providers/kubernetes/quantity";
import { nothing, sum, type Amounts } from "./amounts";

/** What a cluster has room for; what it does not say is undefined. */
export interface ClusterRoom {
    /** Those that take the stack's pods: ready for more, and without a taint that keeps them off. */
    readonly nodes: readonly NodeRoom[] | undefined;
    /** What the pods of others ask for on these nodes; undefined as well where there are too many of them to count, or the stack's own can't be told from them. */
    readonly others: Taken | undefined;
    /** What the stack's own pods ask for already. */
    readonly own: Taken | undefined;
    readonly quotas: readonly Quota[] | undefined;
    readonly ranges: readonly Range[] | undefined;
    /** Sizes of the namespace's claims, by their names. */
    readonly claims: ReadonlyMap<string, Bytes> | undefined;
}

export interface NodeRoom {
    readonly name: string;
    readonly allocatable: Amounts;
    readonly pods: number;
}

export interface Taken {
    readonly requests: Amounts;
    readonly limits: Amounts;
    readonly pods: number;
}

/** Of the namespace, for all of its pods; by the API's names, such as `requests.cpu`. */
export interface Quota {
    readonly name: string;
    readonly hard: ReadonlyMap<string, number>;
    readonly used: ReadonlyMap<string, number>;
}

/** What the namespace asks of each container, pod or claim. */
export interface Range {
    readonly name: string;
    readonly type: string;
    readonly max: ReadonlyMap<string, number>;
    readonly min: ReadonlyMap<string, number>;
    /** What a container gets that says nothing. */
    readonly limits: ReadonlyMap<string, number>;
}

/** More pods than these are not read for one figure. */
const mostPodsRead = 1000;

type Quantities = Readonly<Record<string, string>>;

interface Node {
    readonly metadata: Metadata;
    readonly spec?: { readonly unschedulable?: boolean; readonly taints?: readonly { readonly effect: string }[] };
    readonly status?: { readonly allocatable?: Quantities };
}

interface PodResources {
    readonly resources?: { readonly requests?: Quantities; readonly limits?: Quantities };
    readonly restartPolicy?: string;
}

interface Pod {
    readonly metadata: Metadata & { readonly namespace?: string };
    readonly spec: { readonly nodeName?: string; readonly containers: readonly PodResources[]; readonly initContainers?: readonly PodResources[] };
}

interface QuotaObject {
    readonly metadata: Metadata;
    readonly spec?: { readonly scopes?: readonly string[]; readonly scopeSelector?: object };
    readonly status?: { readonly hard?: Quantities; readonly used?: Quantities };
}

interface RangeObject {
    readonly metadata: Metadata;
    readonly spec: { readonly limits: readonly { readonly type: string; readonly max?: Quantities; readonly min?: Quantities; readonly default?: Quantities }[] };
}

interface ClaimObject {
    readonly metadata: Metadata;
    readonly spec?: { readonly resources?: { readonly requests?: Quantities } };
}

/** Whether the cluster answers at all is for others to find out: what it does not say here is not compared. */
export async function askRoom(cluster: Cluster, model: KubernetesModel): Promise<ClusterRoom> {
    const own = `/api/v1/namespaces/${model.target.namespace}`;
    const alive = "fieldSelector=status.phase!%3DSucceeded%2Cstatus.phase!%3DFailed";
    const [nodes, pods, ownPods, quotas, ranges, claims] = await Promise.all([
        list<Node>(cluster, "/api/v1/nodes"),
        list<Pod>(cluster, `/api/v1/pods?${alive}&limit=${String(mostPodsRead)}`),
        list<Pod>(cluster, `${own}/pods?${alive}&labelSelector=app.kubernetes.io%2Finstance%3D${model.name}%2Capp.kubernetes.io%2Fmanaged-by%3Devenkeel`),
        list<QuotaObject>(cluster, `${own}/resourcequotas`),
        list<RangeObject>(cluster, `${own}/limitranges`),
        list<ClaimObject>(cluster, `${own}/persistentvolumeclaims`),
    ]);
    const open = nodes?.items.filter(takesPods);
    const ownNames = new Set(ownPods?.items.map(({ metadata }) => metadata.uid));
    const isOthers = ({ metadata, spec }: Pod): boolean => !ownNames.has(metadata.uid) && (open ?? []).some(node => node.metadata.name === spec.nodeName);
    const isWhole = pods !== undefined && pods.metadata?.continue === undefined;
    return {
        nodes: open?.map(nodeRoom),
        others: isWhole && ownPods !== undefined ? taken(pods.items.filter(isOthers)) : undefined,
        own: ownPods === undefined ? undefined : taken(ownPods.items),
        quotas: quotas?.items.filter(({ spec }) => spec?.scopes === undefined && spec?.scopeSelector === undefined).map(quota),
        ranges: ranges?.items.flatMap(range),
        claims: claims && new Map(claims.items.map(({ metadata, spec }) => [metadata.name, amount(spec?.resources?.requests?.["storage"]) as Bytes])),
    };
}

interface Page<T> extends List<T> {
    readonly metadata?: { readonly continue?: string };
}

/** undefined: this account may not look, or a large cluster takes too long to say. */
async function list<T>(cluster: Cluster, path: string): Promise<Page<T> | undefined> {
    try {
        return (await cluster.find<Page<T>>(path)) ?? { items: [] };
    } catch (error) {
        if (error instanceof ApiFailure) {
            return undefined;
        }
        throw error;
    }
}

function takesPods({ spec }: Node): boolean {
    return spec?.unschedulable !== true && (spec?.taints ?? []).every(({ effect }) => effect === "PreferNoSchedule");
}

function nodeRoom({ metadata, status }: Node): NodeRoom {
    const { cpu, memory, pods } = status?.allocatable ?? {};
    return { name: metadata.name, allocatable: { cpu: amount(cpu), memory: amount(memory) }, pods: amount(pods) };
}

/** Sidecars count beside the containers; what runs before them and ends takes no room of its own. */
function taken(pods: readonly Pod[]): Taken {
    const containers = pods.flatMap(({ spec }) => [...spec.containers, ...(spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === "Always")]);
    const total = (kind: "requests" | "limits"): Amounts =>
        sum([nothing, ...containers.map(({ resources }) => ({ cpu: amount(resources?.[kind]?.["cpu"]), memory: amount(resources?.[kind]?.["memory"]) }))]);
    return { requests: total("requests"), limits: total("limits"), pods: pods.length };
}

function quota({ metadata, status }: QuotaObject): Quota {
    return { name: metadata.name, hard: amounts(status?.hard), used: amounts(status?.used) };
}

function range({ metadata, spec }: RangeObject): Range[] {
    return spec.limits.map(limit => ({ name: metadata.name, type: limit.type, max: amounts(limit.max), min: amounts(limit.min), limits: amounts(limit.default) }));
}

function amounts(quantities: Quantities = {}): ReadonlyMap<string, number> {
    return new Map(Object.entries(quantities).map(([name, value]) => [name, amount(value)]));
}

function amount(quantity: string | undefined): number {
    return quantityOf(quantity ?? "") ?? 0;
}
