import type { ContainerStatus, Deployment, Pod, ReplicaSet } from "../../../components/targets/kubernetes/api/objects";
import type { Snapshot } from "../../../components/targets/kubernetes/rollout/snapshot";

const labels = { "app.kubernetes.io/name": "app", "app.kubernetes.io/instance": "rag", "app.kubernetes.io/component": "application" };

/** All of it ready and of one version. */
export function deployment(more: { readonly metadata?: Partial<Deployment["metadata"]>; readonly spec?: Partial<Deployment["spec"]>; readonly status?: Deployment["status"] } = {}): Deployment {
    return {
        metadata: { name: "rag-app", uid: "deployment", generation: 2, labels, annotations: { "deployment.kubernetes.io/revision": "2" }, ...more.metadata },
        spec: { replicas: 3, selector: { matchLabels: labels }, ...more.spec },
        status: { observedGeneration: 2, replicas: 3, updatedReplicas: 3, readyReplicas: 3, availableReplicas: 3, ...more.status },
    };
}

export function replicaSet(revision: number, more: Partial<ReplicaSet["spec"]["template"]["spec"]> = {}): ReplicaSet {
    return {
        metadata: {
            name: `rag-app-${String(revision)}`,
            uid: `set-${String(revision)}`,
            annotations: { "deployment.kubernetes.io/revision": String(revision) },
            ownerReferences: [{ uid: "deployment", controller: true }],
        },
        spec: { template: { spec: { containers: [{ name: "app" }], ...more } } },
    };
}

/** A pod of a revision; ready unless it is told otherwise. */
export function pod(name: string, revision: number, status: NonNullable<Pod["status"]> = ready, more: Partial<Pod["spec"]> = {}): Pod {
    return {
        metadata: { name: `rag-app-${name}`, uid: name, ownerReferences: [{ uid: `set-${String(revision)}`, controller: true }] },
        spec: { containers: [{ name: "app" }], nodeName: `node-${name}`, ...more },
        status,
    };
}

export const ready: NonNullable<Pod["status"]> = {
    phase: "Running",
    conditions: [{ type: "Ready", status: "True" }],
    containerStatuses: [{ name: "app", image: "rag:1", ready: true, restartCount: 0, state: { running: {} } }],
};

/** A pod whose container is in such a state. */
export function withContainer(more: Partial<ContainerStatus>): NonNullable<Pod["status"]> {
    return {
        phase: "Pending",
        conditions: [{ type: "PodScheduled", status: "True" }, { type: "Ready", status: "False", reason: "ContainersNotReady" }],
        containerStatuses: [{ name: "app", image: "rag:1", ready: false, restartCount: 0, ...more }],
    };
}

export const pulling = withContainer({ state: { waiting: { reason: "ContainerCreating" } } });
export const notReady = withContainer({ started: true, state: { running: {} } });
export const unpullable = withContainer({
    image: "registry.example/rag:2",
    state: { waiting: { reason: "ImagePullBackOff", message: 'Back-off pulling image "registry.example/rag:2": ErrImagePull: not found' } },
});

export function crashing(restartCount: number, terminated: { readonly exitCode: number; readonly reason?: string; readonly message?: string } = { exitCode: 1, reason: "Error" }): NonNullable<Pod["status"]> {
    return withContainer({ restartCount, state: { waiting: { reason: "CrashLoopBackOff", message: "back-off 40s restarting failed container" } }, lastState: { terminated } });
}

/** An update under way: three pods of before, and what there is of the new version. */
export function update(...fresh: Pod[]): Snapshot {
    return {
        deployment: deployment({ status: { observedGeneration: 2, replicas: 4, updatedReplicas: fresh.length, availableReplicas: 3 } }),
        replicaSets: [replicaSet(1), replicaSet(2)],
        pods: [pod("a", 1), pod("b", 1), pod("c", 1), ...fresh],
    };
}
