import type { Condition, ContainerStatus, Pod, Termination } from "../api/objects";

/** What keeps a pod from being ready. */
export interface Trouble {
    readonly kind: "image" | "config" | "crash" | "unschedulable" | "refused" | "unready" | "starting";
    /** The pod, or what should have made one. */
    readonly name: string;
    readonly uid: string;
    /** In which it is; undefined: in none of them. */
    readonly container: string | undefined;
    readonly restarts: number;
    /** Follows the name. */
    readonly words: string;
    /** The same in short, and the same for as long as it lasts. */
    readonly brief: string;
}

type Found = Omit<Trouble, "name" | "uid">;

const cannotPull = ["ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "ImageInspectError", "RegistryUnavailable"];
const cannotBeMade = ["CreateContainerConfigError", "CreateContainerError", "PreCreateHookError", "PostStartHookError"];

/** undefined: it is ready, or is leaving. */
export function troubleOf(pod: Pod): Trouble | undefined {
    const found = pod.metadata.deletionTimestamp !== undefined || conditionOf(pod.status?.conditions, "Ready")?.status === "True" ? undefined : (unscheduled(pod) ?? inContainers(pod) ?? asWhole(pod));
    return found && { name: pod.metadata.name, uid: pod.metadata.uid, ...found };
}

export function conditionOf(conditions: readonly Condition[] | undefined, type: string): Condition | undefined {
    return conditions?.find(condition => condition.type === type);
}

function unscheduled({ status }: Pod): Found | undefined {
    const scheduled = conditionOf(status?.conditions, "PodScheduled");
    const words = `finds no node: ${oneLine(scheduled?.message)}`;
    return scheduled?.status === "False" ? { kind: "unschedulable", container: undefined, restarts: 0, words, brief: words } : undefined;
}

/** Those that start first come first: the others wait for them. */
function inContainers(pod: Pod): Found | undefined {
    const statuses = [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])];
    const troubles = statuses.flatMap(status => containerTrouble(pod, status) ?? []);
    return troubles.find(({ kind }) => kind !== "starting" && kind !== "unready") ?? troubles[0];
}

function containerTrouble(pod: Pod, status: ContainerStatus): Found | undefined {
    const { name: container, restartCount: restarts, state, lastState, ready } = status;
    const waiting = state?.waiting;
    const reason = waiting?.reason ?? "";
    const ended = state?.terminated ?? lastState?.terminated;
    if (cannotPull.includes(reason)) {
        const brief = `the image ${status.image} can't be pulled`;
        return { kind: "image", container, restarts, words: `${brief}: ${oneLine(waiting?.message) || reason}`, brief };
    }
    if (cannotBeMade.includes(reason)) {
        const words = `its container ${container} can't be made: ${oneLine(waiting?.message) || reason}`;
        return { kind: "config", container, restarts, words, brief: words };
    }
    // An init container that has done its work is ready.
    if (ready) {
        return undefined;
    }
    if (ended !== undefined && state?.running === undefined) {
        return { kind: "crash", container, restarts, words: howItEnded(pod, container, restarts, ended), brief: `its container ${container} does not stay up` };
    }
    if (state?.running !== undefined) {
        return { kind: "unready", container, restarts, words: runsBut(pod, status, ended), brief: "is not ready" };
    }
    return { kind: "starting", container, restarts, words: `is being started (${reason || "waiting"})`, brief: "is being started" };
}

function howItEnded(pod: Pod, container: string, restarts: number, { exitCode, reason, message }: Termination): string {
    const times = restarts === 0 ? "has ended" : `has ended ${String(restarts + 1)} times, last`;
    const lastWords = oneLine(message) === "" ? "" : `: ${oneLine(message)}`;
    return reason === "OOMKilled"
        ? `its container ${container} ${times} because it took more memory than its limit (OOMKilled${memoryLimit(pod, container)})${lastWords}`
        : `its container ${container} ${times} with exit code ${String(exitCode)}${reason === undefined || reason === "Error" || reason === "Completed" ? "" : ` (${reason})`}${lastWords}`;
}

function runsBut(pod: Pod, { name, restartCount, started }: ContainerStatus, ended: Termination | undefined): string {
    const state = started === false ? "has not started up yet" : "is not ready";
    const before = ended === undefined || restartCount === 0 ? "" : `; ${howItEnded(pod, name, restartCount - 1, ended)}`;
    return `its container ${name} runs, but ${state}${before}`;
}

function memoryLimit({ spec }: Pod, container: string): string {
    const limit = [...(spec.initContainers ?? []), ...spec.containers].find(({ name }) => name === container)?.resources?.limits?.memory;
    return limit === undefined ? "" : `, ${limit}`;
}

/** Without a word of its containers: before the node has looked at it, evicted, or with a readiness gate of somebody else's. */
function asWhole({ status }: Pod): Found {
    const none = { container: undefined, restarts: 0 };
    if (status?.phase !== "Running") {
        return { ...none, kind: "starting", words: "is being started", brief: "is being started" };
    }
    return { ...none, kind: "unready", words: ["is not ready", ...said(conditionOf(status.conditions, "Ready")?.message)].join(": "), brief: "is not ready" };
}

function said(text: string | undefined): string[] {
    return oneLine(text) === "" ? [] : [oneLine(text)];
}

export function oneLine(text: string | null | undefined): string {
    return (text ?? "").replace(/\s+/g, " ").trim();
}
