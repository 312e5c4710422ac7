import type { Deployment } from "../api/objects";
import type { Memory } from "./memory";
import { newPods, oldPods, readyAmong, wantedPods, type Snapshot } from "./snapshot";
import { conditionOf, oneLine, troubleOf, type Trouble } from "./trouble";

export type Verdict =
    | { readonly kind: "progress"; readonly counts: string; readonly words: string; readonly reached: Reached }
    | { readonly kind: "done"; readonly words: string }
    | { readonly kind: "failed"; readonly words: string; readonly troubles: readonly Trouble[] };

/** How far a rollout is. */
export interface Reached {
    /** Pods of the new version. */
    readonly ready: number;
    /** Pods of versions before. */
    readonly old: number;
}

/** What heals by itself at times is believed to be there for good after so long, in milliseconds. */
const believedAfter = 30_000;
const mostRestarts = 3;

/** Where a rollout stands: `memory` says how long what has lasted. */
export function judge(snapshot: Snapshot, memory: Memory, now: number): Verdict {
    const { metadata, spec, status } = snapshot.deployment;
    if (metadata.deletionTimestamp !== undefined) {
        return { kind: "failed", words: "is being deleted by somebody else", troubles: [] };
    }
    if (spec.paused === true) {
        return { kind: "failed", words: `has been paused by somebody (it goes on with: kubectl rollout resume deployment/${metadata.name})`, troubles: [] };
    }
    if ((status?.observedGeneration ?? 0) < (metadata.generation ?? 0)) {
        const words = "waiting until the cluster takes it up";
        return { kind: "progress", counts: words, words, reached: { ready: 0, old: Infinity } };
    }
    return isDone(snapshot.deployment) ? { kind: "done", words: doneWords(wantedPods(snapshot)) } : judgePods(snapshot, memory, now);
}

/** Of the pods of the new version, and of what keeps them from being made. */
export function troublesOf(snapshot: Snapshot): Trouble[] {
    return [...refusals(snapshot.deployment), ...newPods(snapshot).flatMap(pod => troubleOf(pod) ?? [])];
}

function isDone({ spec, status }: Deployment): boolean {
    const wanted = spec.replicas ?? 1;
    const { replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = status ?? {};
    return [replicas, updatedReplicas, availableReplicas].every(count => count === wanted);
}

function doneWords(wanted: number): string {
    return wanted === 0 ? "scaled to 0, so nothing serves it until somebody scales it up" : `${String(wanted)} of ${String(wanted)} pods are ready`;
}

function judgePods(snapshot: Snapshot, memory: Memory, now: number): Verdict {
    const troubles = troublesOf(snapshot);
    const hopeless = troubles.filter(trouble => isHopeless(trouble, memory, now));
    if (hopeless.length > 0) {
        return { kind: "failed", words: "can't get ready", troubles: hopeless };
    }
    const reached = { ready: readyAmong(newPods(snapshot)), old: oldPods(snapshot).length };
    const counts = countsOf(reached, wantedPods(snapshot));
    const telling = troubles.find(({ kind }) => kind !== "starting" && kind !== "unready");
    return { kind: "progress", counts, words: telling === undefined ? counts : `${counts}; ${telling.name}: ${telling.brief}`, reached };
}

/** A quota, a Pod Security level or an admission webhook: there is no pod then, only this word. */
function refusals({ metadata, status }: Deployment): Trouble[] {
    const ofPods = conditionOf(status?.conditions, "ReplicaFailure");
    const ofReplicaSet = conditionOf(status?.conditions, "Progressing");
    const said = ofPods?.status === "True" ? ofPods.message : ofReplicaSet?.reason === "ReplicaSetCreateError" ? ofReplicaSet.message : undefined;
    const words = `gets no pod: ${oneLine(said)}`;
    return said === undefined ? [] : [{ kind: "refused", name: metadata.name, uid: metadata.uid, container: undefined, restarts: 0, words, brief: words }];
}

function isHopeless(trouble: Trouble, memory: Memory, now: number): boolean {
    switch (trouble.kind) {
        case "image":
        case "config":
            return memory.lasted(trouble, now) >= believedAfter;
        case "refused":
            // Pods that are leaving still count against a quota.
            return memory.lasted(trouble, now) >= believedAfter && !trouble.words.includes("exceeded quota");
        case "crash":
            return trouble.restarts >= mostRestarts && memory.restartedSince(trouble);
        case "unschedulable":
        case "unready":
        case "starting":
            return false;
    }
}

function countsOf({ ready, old }: Reached, wanted: number): string {
    const pods = `${String(ready)} of ${String(wanted)} pods`;
    return old === 0 ? `${pods} are ready` : `${pods} of the new version are ready, ${String(old)} of the old one still there`;
}
