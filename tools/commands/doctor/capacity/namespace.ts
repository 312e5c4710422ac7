import { missing, remark, warning, type Finding } from "../finding";
import { memoryInWords, nothing, resources, sum, times, type Amounts, type Resource } from "./amounts";
import type { ClusterRoom, Quota, Range, Taken } from "./cluster-facts";
import { podsAt, requestsAt, type Bounds, type Workload } from "./workloads";

const remedy = "Have fewer instances, lower their `resources`, or ask whoever runs the cluster for more.";

/** Whether the namespace's ResourceQuotas and LimitRanges let the stack's pods in: what they refuse never starts. */
export function judgeNamespaceRoom({ quotas, ranges, own }: ClusterRoom, workloads: readonly Workload[]): Finding[] {
    if (quotas === undefined || ranges === undefined) {
        return [remark("what the namespace's ResourceQuotas and LimitRanges allow: the cluster does not say, or not to your account")];
    }
    const unknown = own === undefined && quotas.length > 0 ? [remark("what others use of the namespace's ResourceQuotas: the cluster does not say, or not to your account")] : [];
    return [...unknown, ...quotas.flatMap(quota => judgeQuota(quota, own, ranges, workloads)), ...ranges.flatMap(range => judgeRange(range, workloads))];
}

/** What a quota counts, as it counts it. */
interface Counted {
    readonly names: readonly string[];
    /** What the stack has of it. Where that is not known, all that is used may be the stack's: infinite. */
    readonly own: number;
    at(bound: "least" | "most"): number;
    /** Of the pod that an update adds before it takes one away. */
    readonly surge: number;
    show(amount: number): string;
}

function judgeQuota(quota: Quota, own: Taken | undefined, ranges: readonly Range[], workloads: readonly Workload[]): Finding[] {
    return [...unsaid(quota, ranges, workloads), ...counted(own, workloads).flatMap(each => judgeCount(quota, each))];
}

function counted(own: Taken | undefined, workloads: readonly Workload[]): Counted[] {
    const pods: Counted = { names: ["pods", "count/pods"], own: own?.pods ?? Infinity, at: bound => podsAt(bound, workloads), surge: 1, show: String };
    return [pods, ...resources.flatMap(resource => [
        { ...ofResource(resource, own?.requests, bound => requestsAt(bound, workloads), workloads.map(({ requests }) => requests)), names: [`requests.${resource}`, resource] },
        { ...ofResource(resource, own?.limits, bound => limitsAt(bound, workloads), workloads.map(limitsOf)), names: [`limits.${resource}`] },
    ])];
}

function ofResource(resource: Resource, own: Amounts | undefined, at: (bound: "least" | "most") => Amounts, each: readonly Amounts[]): Omit<Counted, "names"> {
    const show = (amount: number): string => (resource === "cpu" ? String(Math.round(amount * 1000) / 1000) : memoryInWords(amount));
    return { own: own?.[resource] ?? Infinity, at: bound => at(bound)[resource], surge: Math.max(0, ...each.map(amounts => amounts[resource])), show };
}

function judgeCount({ name, hard, used }: Quota, { names, own, at, surge, show }: Counted): Finding[] {
    return names.flatMap((counted): Finding[] => {
        const bound = hard.get(counted);
        if (bound === undefined) {
            return [];
        }
        const free = bound - Math.max(0, (used.get(counted) ?? 0) - own);
        const words = (amount: number): string => `the stack needs ${show(amount)} of ${counted}, and the quota ${name} leaves it ${show(free)} of ${show(bound)}`;
        const [least, most] = [at("least"), at("most")];
        if (least > free) {
            return [missing(words(least), remedy)];
        }
        if (least + surge > free) {
            return [warning(`${words(least + surge)}, with the pod that an update adds: no update will get any further`, remedy)];
        }
        return most > free ? [warning(`${words(most)}, with all that the autoscaler may add`, `Lower \`autoscaling.max\`. ${remedy}`)] : [];
    });
}

/** A quota on something lets no pod in that does not say how much of it it takes. */
function unsaid({ name, hard }: Quota, ranges: readonly Range[], workloads: readonly Workload[]): Finding[] {
    const given = (resource: Resource): boolean => ranges.some(({ type, limits }) => type === "Container" && limits.has(resource));
    return (["requests", "limits"] as const).flatMap(kind => resources.flatMap((resource): Finding[] => {
        const asks = hard.has(`${kind}.${resource}`) || (kind === "requests" && hard.has(resource));
        const silent = workloads.flatMap(({ name: owner, containers }) => containers.filter(container => container[kind][resource] === undefined).map(container => `${container.name} of ${owner}`));
        return !asks || given(resource) || silent.length === 0
            ? []
            : [missing(`the quota ${name} lets in no container without ${kind}.${resource}, which these don't have: ${silent.join(", ")}`, `Add \`resources.${resource}.${kind.slice(0, -1)}\`, or ask whoever runs the cluster for a LimitRange that gives every container one.`)];
    }));
}

function limitsOf({ containers }: Workload): Amounts {
    return sum([nothing, ...containers.map(({ limits }) => ({ cpu: limits.cpu ?? 0, memory: limits.memory ?? 0 }))]);
}

function limitsAt(bound: "least" | "most", workloads: readonly Workload[]): Amounts {
    return sum([nothing, ...workloads.map(workload => times(workload[bound], limitsOf(workload)))]);
}

function judgeRange(range: Range, workloads: readonly Workload[]): Finding[] {
    return range.type !== "Container" ? [] : workloads.flatMap(({ name, containers }) => containers.flatMap(container => judgeContainer(range, `${container.name} of ${name}`, container)));
}

function judgeContainer({ name: range, max, min, limits }: Range, container: string, bounds: Bounds): Finding[] {
    return resources.flatMap((resource): Finding[] => {
        const show = (amount: number): string => (resource === "cpu" ? String(amount) : memoryInWords(amount));
        const limit = bounds.limits[resource] ?? limits.get(resource);
        const [most, least, request] = [max.get(resource), min.get(resource), bounds.requests[resource]];
        const fix = "Change its `resources`, or ask whoever runs the cluster to widen the range.";
        return [
            ...(most !== undefined && limit !== undefined && limit > most ? [missing(`${container} has a limit of ${show(limit)} (${resource}), and the namespace's LimitRange ${range} allows ${show(most)}`, fix)] : []),
            ...(least !== undefined && request !== undefined && request < least ? [missing(`${container} requests ${show(request)} (${resource}), and the namespace's LimitRange ${range} asks for ${show(least)} at least`, fix)] : []),
        ];
    });
}
