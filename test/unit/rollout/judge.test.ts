import { describe, expect, it } from "vitest";
import type { Pod } from "../../../components/targets/kubernetes/api/objects";
import { Advance } from "../../../components/targets/kubernetes/rollout/advance";
import { judge, troublesOf, type Verdict } from "../../../components/targets/kubernetes/rollout/judge";
import { Memory } from "../../../components/targets/kubernetes/rollout/memory";
import type { Snapshot } from "../../../components/targets/kubernetes/rollout/snapshot";
import { crashing, deployment, notReady, pod, pulling, ready, replicaSet, unpullable, update, withContainer } from "./objects";

/** The verdict on the last of some looks, with the time of each in seconds. */
function after(...looks: readonly (readonly [seconds: number, snapshot: Snapshot])[]): Verdict {
    let verdict: Verdict | undefined;
    let memory = Memory.empty;
    for (const [seconds, snapshot] of looks) {
        memory = memory.with(troublesOf(snapshot), seconds * 1000);
        verdict = judge(snapshot, memory, seconds * 1000);
    }
    if (verdict === undefined) {
        throw new Error("nobody has looked");
    }
    return verdict;
}

const missingSecret = withContainer({ state: { waiting: { reason: "CreateContainerConfigError", message: 'secret "rag-app-env" not found' } } });
const settled: Snapshot = { deployment: deployment(), replicaSets: [replicaSet(2)], pods: ["a", "b", "c"].map(name => pod(name, 2)) };

function refused(message: string): Snapshot {
    const snapshot = update();
    return { ...snapshot, deployment: deployment({ status: { observedGeneration: 2, replicas: 3, updatedReplicas: 0, conditions: [{ type: "ReplicaFailure", status: "True", reason: "FailedCreate", message }] } }) };
}

describe("when a rollout is done", () => {
    it("all pods are of the new version and have been ready for a while", () => {
        expect(after([0, settled])).toEqual({ kind: "done", words: "3 of 3 pods are ready" });
    });

    it.each<[string, Parameters<typeof deployment>[0]]>([
        ["the cluster has not looked at the Deployment yet", { metadata: { generation: 3 } }],
        ["a pod is of the version before", { status: { replicas: 4 } }],
        ["a pod of the new version is missing", { status: { updatedReplicas: 2 } }],
        ["a pod is ready, but not for long enough", { status: { availableReplicas: 2 } }],
        ["one pod too many is there", { spec: { replicas: 2 } }],
    ])("not while %s", (_, more) => {
        expect(after([0, { ...settled, deployment: deployment(more) }]).kind).toBe("progress");
    });

    it("counts what the autoscaler wants now, and nothing at all where that is nothing", () => {
        const count = (replicas: number): Snapshot["deployment"] => deployment({ spec: { replicas }, status: { replicas, updatedReplicas: replicas, availableReplicas: replicas } });
        expect(after([0, { ...settled, deployment: count(7) }])).toMatchObject({ kind: "done", words: "7 of 7 pods are ready" });
        expect(after([0, { ...settled, pods: [], deployment: count(0) }])).toMatchObject({ kind: "done", words: expect.stringContaining("scaled to 0") as string });
    });

    it("does not wait for pods that are leaving", () => {
        const leaving = pod("old", 1);
        const pods = [...settled.pods, { ...leaving, metadata: { ...leaving.metadata, deletionTimestamp: "2026-01-01T00:00:00Z" } }];
        expect(after([0, { ...settled, replicaSets: [replicaSet(1), replicaSet(2)], pods }]).kind).toBe("done");
    });
});

describe("what a rollout says on its way", () => {
    it.each<[string, Snapshot, string]>([
        ["an update", update(pod("d", 2), pod("e", 2, pulling)), "1 of 3 pods of the new version are ready, 3 of the old one still there"],
        ["a first deployment", { ...update(), replicaSets: [replicaSet(2)], pods: [pod("d", 2, pulling)] }, "0 of 3 pods are ready"],
        ["one that may be stuck", update(pod("d", 2, missingSecret)), '0 of 3 pods of the new version are ready, 3 of the old one still there; rag-app-d: its container app can\'t be made: secret "rag-app-env" not found'],
        ["one that the controller has not seen", { ...settled, deployment: deployment({ metadata: { generation: 3 } }) }, "waiting until the cluster takes it up"],
    ])("of %s", (_, snapshot, words) => {
        expect(after([0, snapshot])).toMatchObject({ kind: "progress", words });
    });

    it("counts evicted pods neither as new nor as old", () => {
        const snapshot = update(pod("d", 2, { phase: "Failed", reason: "Evicted" }));
        expect(after([0, { ...snapshot, pods: [...snapshot.pods, pod("f", 1, { phase: "Failed", reason: "Evicted" })] }])).toMatchObject({ kind: "progress", reached: { ready: 0, old: 3 } });
    });
});

describe("what can't heal fails a rollout early", () => {
    const failures: [string, NonNullable<Pod["status"]>][] = [["an image that can't be had", unpullable], ["a Secret that is missing", missingSecret]];

    it.each(failures)("%s, for half a minute", (_, status) => {
        const snapshot = update(pod("d", 2, status));
        expect(after([0, snapshot], [29, snapshot]).kind).toBe("progress");
        expect(after([0, snapshot], [30, snapshot])).toMatchObject({ kind: "failed", troubles: [{ name: "rag-app-d" }] });
    });

    it("but not when it has healed in between", () => {
        const [bad, good] = [update(pod("d", 2, unpullable)), update(pod("d", 2, pulling))];
        expect(after([0, bad], [20, good], [40, bad], [60, bad]).kind).toBe("progress");
    });

    it("a container that ends again and again", () => {
        const looped = (restarts: number): Snapshot => update(pod("d", 2, crashing(restarts)));
        expect(after([0, looped(0)], [60, looped(2)]).kind).toBe("progress");
        expect(after([0, looped(0)], [60, looped(3)])).toMatchObject({ kind: "failed", troubles: [{ kind: "crash", restarts: 3 }] });
    });

    it("but lets one that has looped since before try once more", () => {
        const looped = (restarts: number): Snapshot => update(pod("d", 2, crashing(restarts)));
        expect(after([0, looped(7)], [100, looped(7)]).kind).toBe("progress");
        expect(after([0, looped(7)], [100, looped(8)]).kind).toBe("failed");
    });

    it("and not one that runs again", () => {
        const again = update(pod("d", 2, withContainer({ restartCount: 4, state: { running: {} }, lastState: { terminated: { exitCode: 1 } } })));
        expect(after([0, update(pod("d", 2, crashing(0)))], [60, again]).kind).toBe("progress");
    });

    it("a Pod Security level, for half a minute", () => {
        const snapshot = refused('pods "rag-app-2-x" is forbidden: violates PodSecurity "restricted:latest"');
        expect(after([0, snapshot], [29, snapshot]).kind).toBe("progress");
        expect(after([0, snapshot], [30, snapshot])).toMatchObject({ kind: "failed", troubles: [{ kind: "refused", words: expect.stringContaining("violates PodSecurity") as string }] });
    });

    it("a ReplicaSet that is refused", () => {
        const { deployment: { metadata, spec }, ...rest } = update();
        const conditions = [{ type: "Progressing", status: "False", reason: "ReplicaSetCreateError", message: "admission webhook denied the request" } as const];
        const snapshot: Snapshot = { ...rest, deployment: { metadata, spec, status: { observedGeneration: 2, conditions } } };
        expect(after([0, snapshot], [30, snapshot])).toMatchObject({ kind: "failed", troubles: [{ kind: "refused" }] });
    });

    it.each<[string, Snapshot]>([
        ["a quota, which pods that leave still count against", refused('pods "rag-app-2-x" is forbidden: exceeded quota: pods')],
        ["a pod that finds no node", update(pod("d", 2, { conditions: [{ type: "PodScheduled", status: "False", message: "0/1 nodes are available" }] }))],
        ["a probe that fails", update(pod("d", 2, notReady))],
    ])("but not %s", (_, snapshot) => {
        expect(after([0, snapshot], [1000, snapshot]).kind).toBe("progress");
    });

    it.each<[string, Snapshot["deployment"], string]>([
        ["a paused Deployment", deployment({ spec: { paused: true } }), "kubectl rollout resume deployment/rag-app"],
        ["one that is being deleted", deployment({ metadata: { deletionTimestamp: "2026-01-01T00:00:00Z" } }), "is being deleted by somebody else"],
    ])("%s, at once", (_, changed, words) => {
        expect(after([0, { ...update(pod("d", 2)), deployment: changed }])).toMatchObject({ kind: "failed", words: expect.stringContaining(words) as string });
    });
});

it("looks at the version that the Deployment is at, whichever ReplicaSet is the youngest", () => {
    const back: Snapshot = { ...update(), replicaSets: [replicaSet(2), replicaSet(1)], pods: [pod("d", 2, ready), pod("a", 1)] };
    expect(after([0, back])).toMatchObject({ kind: "progress", reached: { ready: 1, old: 1 } });
});

it("counts the time anew with every pod that gets ready, and every old one that goes, but not when they come and go", () => {
    const steps = [
        { at: 100, reached: { ready: 0, old: 3 }, stalled: 0 },
        { at: 300, reached: { ready: 0, old: 3 }, stalled: 200 },
        { at: 400, reached: { ready: 1, old: 3 }, stalled: 0 },
        { at: 500, reached: { ready: 0, old: 3 }, stalled: 100 },
        { at: 600, reached: { ready: 1, old: 3 }, stalled: 200 },
        { at: 700, reached: { ready: 1, old: 2 }, stalled: 0 },
        { at: 800, reached: { ready: 1, old: 4 }, stalled: 100 },
    ];
    let advance = Advance.begin(0);
    for (const { at, reached, stalled } of steps) {
        advance = advance.with(reached, at);
        expect(advance.stalled(at)).toBe(stalled);
    }
});
