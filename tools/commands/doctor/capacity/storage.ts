import type { Bytes, KubernetesModel } from "../../../../components/config/model";
import { claimName } from "../../../../components/targets/kubernetes/manifests/names";
import { binaryQuantity } from "../../../../components/targets/kubernetes/manifests/quantities";
import { missing, remark, type Finding } from "../finding";
import { memoryInWords as inWords } from "./amounts";
import type { ClusterRoom, Quota, Range } from "./cluster-facts";

interface Wanted {
    /** `data of app` */
    readonly words: string;
    readonly size: number;
    /** Size of the one that is there; undefined: there is none yet. */
    readonly there: Bytes | undefined;
}

/** Whether the stack's claims get the space that they ask for, as far as the cluster says beforehand. */
export function judgeSpace({ claims, quotas = [], ranges = [] }: ClusterRoom, model: KubernetesModel): Finding[] {
    const wanted = model.services.flatMap(service => (service.pods?.claims ?? []).map(({ name, size }): Wanted => ({
        words: `${name} of ${service.name}`,
        size,
        there: claims?.get(claimName(model, service, name)),
    })));
    if (claims === undefined) {
        return wanted.length === 0 ? [] : [remark("whether the stack's volumes are there, and get their space: the cluster does not say, or not to your account")];
    }
    return [...wanted.flatMap(shrunk), ...ranges.flatMap(range => wanted.flatMap(claim => judgeRange(range, claim))), ...quotas.flatMap(quota => judgeQuota(quota, wanted))];
}

/** The API server refuses it. */
function shrunk({ words, size, there }: Wanted): Finding[] {
    return there === undefined || size >= there
        ? []
        : [missing(`the volume ${words} has ${inWords(there)}, and the stack file says ${inWords(size)}: a claim never shrinks`, `Set its size in evenkeel:kubernetes volumes to ${binaryQuantity(there)} again.`)];
}

function judgeRange({ name, type, max, min }: Range, { words, size, there }: Wanted): Finding[] {
    const [most, least] = [max.get("storage") ?? Infinity, min.get("storage") ?? 0];
    const isAllowed = size <= most && size >= least;
    return type !== "PersistentVolumeClaim" || there !== undefined || isAllowed
        ? []
        : [missing(`the volume ${words} asks for ${inWords(size)}, and the namespace's LimitRange ${name} allows ${size > most ? `${inWords(most)} at most` : `${inWords(least)} at least`}`, "Change its size in evenkeel:kubernetes volumes, or ask whoever runs the cluster to widen the range.")];
}

function judgeQuota({ name, hard, used }: Quota, wanted: readonly Wanted[]): Finding[] {
    const fresh = wanted.filter(({ there }) => there === undefined);
    const more = wanted.reduce((sum, { size, there = 0 }) => sum + Math.max(0, size - there), 0);
    const left = (counted: string): number => (hard.get(counted) ?? Infinity) - (used.get(counted) ?? 0);
    const fix = "Lower the sizes in evenkeel:kubernetes volumes, or ask whoever runs the cluster for more.";
    return [
        ...(more > left("requests.storage") ? [missing(`the stack needs ${inWords(more)} more of requests.storage, and the quota ${name} leaves it ${inWords(left("requests.storage"))}`, fix)] : []),
        ...(fresh.length > left("persistentvolumeclaims") ? [missing(`the stack needs ${String(fresh.length)} more volumes, and the quota ${name} leaves it ${String(left("persistentvolumeclaims"))}`, fix)] : []),
    ];
}
