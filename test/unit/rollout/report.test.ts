import { describe, expect, it } from "vitest";
import type { Event } from "../../../components/targets/kubernetes/api/objects";
import type { Finding } from "../../../components/targets/kubernetes/rollout/findings";
import { report, worthTelling } from "../../../components/targets/kubernetes/rollout/report";
import type { Trouble } from "../../../components/targets/kubernetes/rollout/trouble";
import { pod, update } from "./objects";

function trouble(more: Partial<Trouble> = {}): Trouble {
    return { kind: "unready", name: "rag-app-d", uid: "d", container: "app", restarts: 0, words: "its container app runs, but is not ready", brief: "is not ready", ...more };
}

function finding(more: Partial<Finding> = {}): Finding {
    return { trouble: trouble(), events: [], lines: [], claims: [], ...more };
}

function event(reason: string, message: string, second: number, count = 1): Event {
    return { type: "Warning", reason, message, count, lastTimestamp: `2026-01-01T00:00:${String(second).padStart(2, "0")}Z` };
}

const probe = event("Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503", 30, 12);

function told(...findings: Finding[]): string {
    return report("app", "got no further for 300 s: 0 of 3 pods of the new version are ready", findings, 0, update());
}

describe("what a failed rollout says", () => {
    it("is the state, the events and the last lines of a pod, what serves, and what to do", () => {
        expect(told(finding({ events: [probe], lines: ["waiting for the database", "no route to db:5432"] }))).toBe(
            [
                "evenkeel: app got no further for 300 s: 0 of 3 pods of the new version are ready.",
                "  rag-app-d: its container app runs, but is not ready",
                "    Unhealthy: Readiness probe failed: HTTP probe failed with statuscode: 503 (12 times)",
                "    last lines of app:",
                "      | waiting for the database",
                "      | no route to db:5432",
                "3 pods of the version before go on serving. Mend what the probe finds, or set another path or startPeriod in the stack file. Then run `npm run up` again.",
            ].join("\n"),
        );
    });

    it("gives the last few events, each once", () => {
        const events = [
            probe,
            event("Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503", 5),
            event("FailedMount", "no such\nvolume", 20),
            event("Evicted", "too much", 1),
            event("Preempted", "for another", 40),
        ];
        expect(told(finding({ events })).split("\n").slice(2, -1)).toEqual([
            "    FailedMount: no such volume",
            "    Unhealthy: Readiness probe failed: HTTP probe failed with statuscode: 503 (12 times)",
            "    Preempted: for another",
        ]);
    });

    it("leaves out events that say nothing, and nothing new", () => {
        const cause = 'failed to resolve reference "registry.invalid/x:9": lookup registry.invalid: no such host';
        const events = [
            event("Failed", "Error: ImagePullBackOff", 1),
            event("Failed", `Failed to pull image "registry.invalid/x:9": ${cause}`, 2),
            event("BackOff", "Back-off restarting failed container app in pod x", 3),
            event("Failed", 'Error: secret "nope" not found', 4),
        ];
        const words = `the image registry.invalid/x:9 can't be pulled: Back-off pulling image: ErrImagePull: ${cause}; secret "nope" not found`;
        expect(told(finding({ trouble: trouble({ kind: "image", words }), events })).split("\n")).toHaveLength(3);
    });

    it("tells of claims that have no volume, and why", () => {
        const unscheduled = trouble({ kind: "unschedulable", container: undefined, words: "finds no node: pod has unbound immediate PersistentVolumeClaims" });
        const claims = [
            { name: "rag-app-data", storageClass: "fast", events: [event("ProvisioningFailed", 'storageclass.storage.k8s.io "fast" not found', 3)] },
            { name: "rag-app-backups", storageClass: undefined, events: [] },
        ];
        const text = told(finding({ trouble: unscheduled, claims }));
        expect(text).toContain('    the claim rag-app-data has no volume yet (of the storage class fast)\n      ProvisioningFailed: storageclass.storage.k8s.io "fast" not found\n');
        expect(text).toContain("    the claim rag-app-backups has no volume yet (there is no default storage class)\n");
        expect(text).toContain("Check volumes storageClass and accessMode");
    });

    it("shortens a line that is too long", () => {
        const lines = told(finding({ lines: ["x".repeat(5000)] })).split("\n");
        expect(lines[3]).toMatch(/^ {6}\| x{990,1000} \.\.\.$/);
    });

    it.each<[Partial<Trouble>, string]>([
        [{ kind: "image" }, "evenkeel:kubernetes pullSecrets"],
        [{ kind: "config" }, "Make what is missing"],
        [{ kind: "crash", words: "has ended" }, "Mend what ends the container."],
        [{ kind: "crash", words: "(OOMKilled, 64Mi)" }, "Raise resources memory"],
        [{ kind: "unschedulable" }, "Add nodes, or ask for less"],
        [{ kind: "refused", words: "exceeded quota" }, "Raise the namespace's quota"],
        [{ kind: "refused", words: "violates PodSecurity" }, "Change what the cluster refuses"],
        [{ kind: "unready", container: undefined }, "kubectl describe pod rag-app-d"],
        [{ kind: "starting" }, "updateTimeout"],
    ])("gives advice on %o", (more, advice) => {
        expect(told(finding({ trouble: trouble(more) }))).toContain(advice);
    });
});

describe("what serves after a failure", () => {
    const serving = (...args: Parameters<typeof update>): string => report("app", "can't get ready", [], 2, update(...args)).split("\n").at(-1) ?? "";

    it("is what was there before, and what has come", () => {
        expect(serving()).toBe("3 pods of the version before go on serving. Run `npm run up` again.");
        expect(serving(pod("d", 2))).toContain("3 pods of the version before and 1 of the new one go on serving.");
    });

    it("is nothing where nothing is ready", () => {
        const { pods, ...rest } = update();
        expect(report("app", "can't get ready", [], 0, { ...rest, pods: pods.slice(0, 0) })).toContain("No pod of it serves.");
        expect(report("app", "can't get ready", [], 0, { ...rest, pods: pods.slice(0, 1) })).toContain("1 pod of the version before goes on serving.");
        expect(report("app", "can't get ready", [], 0, { ...rest, pods: [pod("d", 2)] })).toContain("1 pod of it serves.");
    });
});

it("ends the first line once", () => {
    expect(report("app", "says so.", [], 0, update()).split("\n")[0]).toBe("evenkeel: app says so.");
});

it("tells of each sort of trouble once, and of three at most", () => {
    const pods = ["d", "e", "f", "g"].map(name => trouble({ name: `rag-app-${name}`, uid: name }));
    expect(worthTelling(pods)).toEqual(pods.slice(0, 1));
    expect(worthTelling(pods.map((each, index) => ({ ...each, words: String(index) })))).toHaveLength(3);
    expect(report("app", "can't get ready", [finding()], 3, update())).toContain("\n  and 3 more pods are not ready\n");
});
