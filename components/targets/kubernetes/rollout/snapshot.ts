import type { Deployment, Pod, ReplicaSet } from "../api/objects";
import { conditionOf } from "./trouble";

/** A Deployment and what it has made, at one moment. */
export interface Snapshot {
    readonly deployment: Deployment;
    /** Those of the Deployment. */
    readonly replicaSets: readonly ReplicaSet[];
    readonly pods: readonly Pod[];
}

const revision = "deployment.kubernetes.io/revision";

/** Of the version that the Deployment asks for. */
export function newPods(snapshot: Snapshot): Pod[] {
    const current = currentReplicaSet(snapshot)?.metadata.uid;
    return snapshot.pods.filter(pod => isThere(pod) && owner(pod) === current);
}

/** Of all versions before, without those that are leaving. */
export function oldPods(snapshot: Snapshot): Pod[] {
    const current = currentReplicaSet(snapshot)?.metadata.uid;
    const others = new Set(snapshot.replicaSets.map(({ metadata }) => metadata.uid).filter(uid => uid !== current));
    return snapshot.pods.filter(pod => isThere(pod) && others.has(owner(pod) ?? ""));
}

export function readyAmong(pods: readonly Pod[]): number {
    return pods.filter(({ status }) => conditionOf(status?.conditions, "Ready")?.status === "True").length;
}

export function wantedPods({ deployment }: Snapshot): number {
    return deployment.spec.replicas ?? 1;
}

function currentReplicaSet({ deployment, replicaSets }: Snapshot): ReplicaSet | undefined {
    const current = deployment.metadata.annotations?.[revision];
    return replicaSets.find(({ metadata }) => current !== undefined && metadata.annotations?.[revision] === current);
}

function owner({ metadata }: Pod): string | undefined {
    return metadata.ownerReferences?.find(({ controller }) => controller === true)?.uid;
}

/** Pods that have failed, for example evicted ones, stay listed until somebody removes them; others have taken their places. */
function isThere({ metadata, status }: Pod): boolean {
    return metadata.deletionTimestamp === undefined && status?.phase !== "Failed" && status?.phase !== "Succeeded";
}
