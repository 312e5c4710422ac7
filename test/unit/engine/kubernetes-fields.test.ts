import { describe, expect, test } from "vitest";
import { adoptedBy, isManagedBy, isUnmanaged, leavingIgnored } from "../../../tools/engine/providers/kubernetes/managed-fields";
import { lastApplied, managerOf, outputsOf } from "../../../tools/engine/providers/kubernetes/manifest";
import { secret, Secret, type ValueMap } from "../../../tools/engine/values";

const ours = "pulumi-kubernetes-1234abcd";

function entry(manager: string, operation: string, fieldsV1: ValueMap, more: ValueMap = {}): ValueMap {
    return { manager, operation, apiVersion: "apps/v1", fieldsType: "FieldsV1", fieldsV1, ...more };
}

function live(replicas: number | undefined, ...managedFields: ValueMap[]): ValueMap {
    return { metadata: { name: "it", managedFields }, spec: { paused: false, ...(replicas === undefined ? {} : { replicas }) } };
}

const replicas = { "f:spec": { "f:replicas": {} } };
const others = { "f:spec": { "f:paused": {} } };

describe("changes to be ignored", () => {
    const wanted = { spec: { paused: true, replicas: 3 } };
    const applied = (there: ValueMap, ...ignored: string[]): unknown => leavingIgnored(wanted, there, ignored, ours);

    test("of a field that somebody else has set leave it out, so that it stays theirs", () => {
        const scaled = entry("kube-controller-manager", "Update", replicas, { subresource: "scale" });
        expect(applied(live(5, entry(ours, "Apply", others), scaled), "spec.replicas")).toEqual({ spec: { paused: true } });
    });

    test("of a field that we have set keep what is there", () => {
        expect(applied(live(5, entry(ours, "Apply", replicas)), "spec.replicas")).toEqual({ spec: { paused: true, replicas: 5 } });
        const shared = [entry(ours, "Apply", replicas), entry("kubectl-edit", "Update", replicas)];
        expect(applied(live(5, ...shared), "spec.replicas")).toEqual({ spec: { paused: true, replicas: 5 } });
    });

    test("of a field that is nowhere are none", () => {
        expect(applied(live(undefined, entry(ours, "Apply", others)), "spec.replicas", "spec.strategy.type")).toEqual(wanted);
    });

    test("of a part take out or keep no more than that part", () => {
        const labelled = (name: string): ValueMap => ({ metadata: { labels: { "a/b": "1", c: "2" }, managedFields: [entry(name, "Apply", { "f:metadata": { "f:labels": { "f:a/b": {} } } })] } });
        const ask = { metadata: { labels: { "a/b": "9", c: "3" } } };
        expect(leavingIgnored(ask, labelled("helm"), ['metadata.labels["a/b"]'], ours)).toEqual({ metadata: { labels: { c: "3" } } });
        expect(leavingIgnored(ask, labelled(ours), ['metadata.labels["a/b"]'], ours)).toEqual({ metadata: { labels: { "a/b": "1", c: "3" } } });
    });
});

describe("fields that were not applied", () => {
    test("of an object that was created plainly become ours", () => {
        expect(adoptedBy(ours, live(1, entry("pulumi-kubernetes", "Update", replicas, { time: "t" })))).toEqual([entry(ours, "Apply", replicas, { time: "t" })]);
    });

    test("are put together with ours, and nobody else's are", () => {
        const controller = entry("kube-controller-manager", "Update", { "f:status": {} }, { subresource: "status" });
        const scale = entry("kubectl", "Update", replicas, { subresource: "scale" });
        const there = live(1, entry("kubectl-edit", "Update", { "f:spec": { "f:x": { "f:y": {} } } }), controller, entry(ours, "Apply", { "f:spec": { "f:x": { "f:z": {} } } }), scale, entry("helm", "Apply", others));
        expect(adoptedBy(ours, there)).toEqual([controller, scale, entry("helm", "Apply", others), entry(ours, "Apply", { "f:spec": { "f:x": { "f:y": {}, "f:z": {} } } })]);
    });

    test("are looked for in vain where everything was applied", () => {
        expect(adoptedBy(ours, live(1, entry(ours, "Apply", replicas), entry("helm", "Apply", others)))).toBeUndefined();
    });
});

test("whose an object is", () => {
    const there = live(1, entry(ours, "Apply", replicas));
    expect([isManagedBy(there, [ours]), isManagedBy(there, ["x"]), isUnmanaged(there), isUnmanaged(live(1))]).toEqual([true, false, false, true]);
});

describe("what the state keeps", () => {
    const checkpoint = (object: ValueMap, applied: ValueMap, inputs: ValueMap): ValueMap => outputsOf({ live: object, applied, inputs, manager: ours, initialApiVersion: "v1" });

    test("is the object, what was applied, in whose name, and by which version of the API", () => {
        const outputs = checkpoint({ a: 1, status: {} }, { a: 1 }, { a: 1 });
        expect(outputs).toEqual({ a: 1, status: {}, __inputs: { a: 1 }, __initialApiVersion: "v1", __fieldManager: ours });
        expect(managerOf(outputs)).toBe(ours);
        expect(lastApplied({ inputs: { a: 2 }, outputs })).toEqual({ a: 1 });
        expect(lastApplied({ inputs: { a: 2 }, outputs: {} })).toEqual({ a: 2 });
    });

    test("is secret where the inputs are: a part of a set by itself, a list as a whole", () => {
        const inputs = { data: secret({ a: "x" }), spec: { env: [{ value: secret("y") }], name: "n" } };
        const plain = { data: { a: "x" }, spec: { env: [{ value: "y" }], name: "n" } };
        const expected = { data: new Secret({ a: "x" }), spec: { env: new Secret([{ value: "y" }]), name: "n" } };
        expect(checkpoint({ ...plain, metadata: {} }, plain, inputs)).toMatchObject({ ...expected, metadata: {}, __inputs: expected });
    });
});
