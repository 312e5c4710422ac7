import { describe, expect, it } from "vitest";
import type { Pod } from "../../../components/targets/kubernetes/api/objects";
import { troubleOf } from "../../../components/targets/kubernetes/rollout/trouble";
import { crashing, notReady, pod, pulling, ready, unpullable, withContainer } from "./objects";

const unscheduled: NonNullable<Pod["status"]> = {
    phase: "Pending",
    conditions: [{ type: "PodScheduled", status: "False", reason: "Unschedulable", message: "0/1 nodes are available: 1 Insufficient memory." }],
};

function ofAgent(terminated: { readonly exitCode: number; readonly message: string }): NonNullable<Pod["status"]> {
    return {
        phase: "Pending",
        conditions: [{ type: "PodScheduled", status: "True" }],
        initContainerStatuses: [{ name: "agent", image: "nginx:1", ready: false, restartCount: 4, state: { waiting: { reason: "CrashLoopBackOff" } }, lastState: { terminated } }],
        containerStatuses: [{ name: "nginx", image: "nginx:1", ready: false, restartCount: 0, state: { waiting: { reason: "PodInitializing" } } }],
    };
}

function sort(status: NonNullable<Pod["status"]>, spec: Partial<Pod["spec"]> = {}): string | undefined {
    const trouble = troubleOf(pod("x", 2, status, spec));
    return trouble && `${trouble.kind}: ${trouble.words}`;
}

describe("what a pod's status says is wrong with it", () => {
    it.each<[string, NonNullable<Pod["status"]>, string]>([
        ["no image", unpullable, 'image: the image registry.example/rag:2 can\'t be pulled: Back-off pulling image "registry.example/rag:2": ErrImagePull: not found'],
        ["a name that is none", withContainer({ image: "Rag", state: { waiting: { reason: "InvalidImageName" } } }), "image: the image Rag can't be pulled: InvalidImageName"],
        ["a Secret that is missing", withContainer({ state: { waiting: { reason: "CreateContainerConfigError", message: 'secret "rag-app-env" not found' } } }), 'config: its container app can\'t be made: secret "rag-app-env" not found'],
        ["an end", withContainer({ state: { terminated: { exitCode: 2, reason: "Error" } } }), "crash: its container app has ended with exit code 2"],
        ["a program that is not there", crashing(1, { exitCode: 128, reason: "StartError", message: 'exec: "/app":\n  no such file' }), 'crash: its container app has ended 2 times, last with exit code 128 (StartError): exec: "/app": no such file'],
        ["an end that nobody wanted", crashing(3, { exitCode: 0, reason: "Completed" }), "crash: its container app has ended 4 times, last with exit code 0"],
        ["too little memory", crashing(2, { exitCode: 137, reason: "OOMKilled" }), "crash: its container app has ended 3 times, last because it took more memory than its limit (OOMKilled, 64Mi)"],
        ["a sidecar's last words", ofAgent({ exitCode: 1, message: "nginx: [emerg] unknown directive" }), "crash: its container agent has ended 5 times, last with exit code 1: nginx: [emerg] unknown directive"],
        ["no node", unscheduled, "unschedulable: finds no node: 0/1 nodes are available: 1 Insufficient memory."],
        ["a probe that fails", notReady, "unready: its container app runs, but is not ready"],
        ["a slow start", withContainer({ started: false, state: { running: {} } }), "unready: its container app runs, but has not started up yet"],
        ["a start after a crash", withContainer({ restartCount: 1, state: { running: {} }, lastState: { terminated: { exitCode: 1 } } }), "unready: its container app runs, but is not ready; its container app has ended with exit code 1"],
        ["a pull under way", pulling, "starting: is being started (ContainerCreating)"],
        ["a pod that no node has looked at", { phase: "Pending", conditions: [{ type: "PodScheduled", status: "True" }] }, "starting: is being started"],
        ["a readiness gate", { phase: "Running", conditions: [{ type: "Ready", status: "False", message: 'the gate "lb" is not True' }] }, 'unready: is not ready: the gate "lb" is not True'],
        ["nothing at all", {}, "starting: is being started"],
    ])("%s", (_, status, words) => {
        expect(sort(status, { containers: [{ name: "app", resources: { limits: { memory: "64Mi" } } }] })).toBe(words);
    });

    it("finds nothing in one that is ready, or leaves", () => {
        expect(sort(ready)).toBeUndefined();
        const { metadata, ...rest } = pod("x", 2, notReady);
        expect(troubleOf({ ...rest, metadata: { ...metadata, deletionTimestamp: "2026-01-01T00:00:00Z" } })).toBeUndefined();
    });
});
