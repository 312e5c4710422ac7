import { missing, ok, remark, warning, type Finding } from "../finding";
import { allInWords, exceeded, inWords, less, nothing, resources, sum, type Amounts } from "./amounts";
import type { ClusterRoom, NodeRoom } from "./cluster-facts";
import { podsAt, requestsAt, type Workload } from "./workloads";

/** Whether the nodes can carry the stack's pods, now and with all that an autoscaler may add. */
export function judgeNodes({ nodes, others }: ClusterRoom, workloads: readonly Workload[]): Finding[] {
    if (nodes === undefined) {
        return [remark("what the nodes can carry: the cluster does not say, or not to your account")];
    }
    if (nodes.length === 0) {
        return [warning("no node takes the stack's pods: all are cordoned or tainted, or there is none", "See them with: kubectl get nodes. Pods wait until there is one.")];
    }
    const misfits = workloads.flatMap(workload => fits(workload, nodes));
    return misfits.length > 0 ? misfits : judgeSum(nodes, others, workloads);
}

/** No node that is added later makes room for a pod that is larger than any. */
function fits({ name, requests }: Workload, nodes: readonly NodeRoom[]): Finding[] {
    if (nodes.some(({ allocatable }) => exceeded(requests, allocatable).length === 0)) {
        return [];
    }
    const largest = resources.map(resource => inWords(resource, Math.max(...nodes.map(({ allocatable }) => allocatable[resource])))).join(" or ");
    return [missing(`each pod of ${name} requests ${allInWords(requests)}, and no node has that: ${largest} is the most that one has`, "Lower the `resources`, or have larger nodes.")];
}

interface Free {
    readonly amounts: Amounts;
    readonly pods: number;
    readonly words: string;
}

/** A warning at the most: a cluster may add nodes by itself, and pods wait until it has. */
function judgeSum(nodes: readonly NodeRoom[], others: ClusterRoom["others"], workloads: readonly Workload[]): Finding[] {
    const free = freeOn(nodes, others);
    const now = tooMuch("least", workloads, free);
    if (now !== undefined) {
        return [warning(`${now}: some pods will wait`, "Have fewer instances, lower their `resources`, or add nodes, unless the cluster adds them by itself.")];
    }
    const later = tooMuch("most", workloads, free);
    if (later !== undefined) {
        return [warning(`${later}: the autoscaler can't go that far`, "Lower `autoscaling.max` or the `resources`, or add nodes, unless the cluster adds them by itself.")];
    }
    const [least, most] = [podsAt("least", workloads), podsAt("most", workloads)];
    const pods = least === most ? String(least) : `${String(least)} to ${String(most)}`;
    return [ok(`room for ${pods} pods, which request up to ${allInWords(requestsAt("most", workloads))}; ${free.words}`)];
}

function freeOn(nodes: readonly NodeRoom[], others: ClusterRoom["others"]): Free {
    const all = sum([nothing, ...nodes.map(({ allocatable }) => allocatable)]);
    const count = nodes.length === 1 ? "1 node" : `${String(nodes.length)} nodes`;
    const amounts = less(all, others?.requests ?? nothing);
    const beside = others === undefined ? "in all, whatever others take of it" : "beside the pods of others";
    return { amounts, pods: nodes.reduce((total, { pods }) => total + pods, 0) - (others?.pods ?? 0), words: `${count} with ${allInWords(amounts)} ${beside}` };
}

function tooMuch(bound: "least" | "most", workloads: readonly Workload[], free: Free): string | undefined {
    const [count, asked] = [podsAt(bound, workloads), requestsAt(bound, workloads)];
    const over = exceeded(asked, free.amounts).map(resource => inWords(resource, asked[resource]));
    if (over.length > 0) {
        return `${String(count)} pods request ${over.join(" and ")}, and there are ${free.words}`;
    }
    return count > free.pods ? `${String(count)} pods, and the nodes take ${String(free.pods)} more` : undefined;
}
