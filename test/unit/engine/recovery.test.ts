import { describe, expect, test } from "vitest";
import type { SavedState } from "../../../tools/engine/deployment";
import { destroy, empty, type, up, urnOf, type Recording, type Wish } from "./recording";

/** The states a killed process can leave: each of those that a run writes. */
function leftBy({ saved }: Recording): readonly SavedState[] {
    return saved;
}

/** The state that was written when an operation was about to begin. */
function whenBeginning({ saved }: Recording, operation: string, name: string): SavedState {
    const found = saved.find(({ pending }) => pending.some(({ type: noted, resource }) => noted === operation && resource.urn === urnOf(name)));
    if (found === undefined) {
        throw new Error(`No state was written before ${operation} ${name}.`);
    }
    return found;
}

const before: Wish[] = [{ name: "a" }, { name: "b", inputs: { x: 1 } }, { name: "c" }];
const after: Wish[] = [
    { name: "a", inputs: { force: 1 } },
    { name: "b", inputs: { x: 2 } },
    { name: "d", after: ["b"] },
];

const expectedEnd = [
    [urnOf("a"), "a-1"],
    [urnOf("b"), "b-0"],
    [urnOf("d"), "d-0"],
];

describe("killed at any moment", () => {
    test("the next run comes to the same end, and the one after it has nothing to do", async () => {
        const { state } = await up(before);
        const states = leftBy(await up(after, { initial: state }));
        expect(states.length).toBeGreaterThan(8);
        for (const left of states) {
            const healed = await up(after, { initial: left });
            expect(healed.events.filter(({ kind }) => kind === "failed" || kind === "skipped")).toEqual([]);
            expect(healed.state.pending).toEqual([]);
            const things = healed.state.resources.filter(({ type: kind }) => kind === type);
            expect(things.map(({ urn, id }) => [urn, id]).sort()).toEqual(expectedEnd);
            expect((await up(after, { initial: healed.state })).done).toEqual([]);
        }
    });

    test("going back to what was before comes to that end too", async () => {
        const { state } = await up(before);
        for (const left of leftBy(await up(after, { initial: state }))) {
            const healed = await up(before, { initial: left });
            expect(healed.state.pending).toEqual([]);
            expect(healed.state.resources.map(({ urn }) => urn).sort()).toEqual(state.resources.map(({ urn }) => urn).sort());
            expect((await up(before, { initial: healed.state })).done).toEqual([]);
        }
    });

    test("destroying leaves nothing", async () => {
        const { state } = await up(before);
        for (const left of leftBy(await up(after, { initial: state }))) {
            expect((await destroy({ initial: left })).state).toEqual(empty);
        }
    });
});

describe("what is noted before an operation begins", () => {
    test("a creation is run again", async () => {
        const left = whenBeginning(await up([{ name: "a" }]), "creating", "a");
        expect((await up([{ name: "a" }], { initial: left })).done).toEqual(["create a"]);
    });

    test("a creation that is no longer wanted is deleted, because it may have been done", async () => {
        const left = whenBeginning(await up([{ name: "a" }]), "creating", "a");
        expect((await up([], { initial: left })).done).toEqual(["delete a#"]);
        expect((await destroy({ initial: left })).done).toEqual(["delete a#"]);
    });

    test("an update is run again, also when its inputs went back to what they were", async () => {
        const wish = (x: number): Wish[] => [{ name: "a", inputs: { x } }];
        const { state } = await up(wish(1));
        const left = whenBeginning(await up(wish(2), { initial: state }), "updating", "a");
        expect((await up(wish(2), { initial: left })).done).toEqual(["update a"]);
        const back = await up(wish(1), { initial: left });
        expect(back.done).toEqual(["update a"]);
        expect(back.events).toContainEqual(expect.objectContaining({ kind: "finished", step: expect.objectContaining({ repeated: true }) as object }));
    });

    test("a deletion is run again, and a resource that is wanted again is created", async () => {
        const { state } = await up([{ name: "a" }]);
        const left = whenBeginning(await up([], { initial: state }), "deleting", "a");
        expect((await up([], { initial: left })).done).toEqual(["delete a#a-0"]);
        expect((await up([{ name: "a" }], { initial: left })).done).toEqual(["create a"]);
    });

    test("a failed update stays noted until one succeeds", async () => {
        const wish = (x: number): Wish[] => [{ name: "a", inputs: { x } }];
        const { state } = await up(wish(1));
        const failed = await up(wish(2), { initial: state, failing: ["update a"] });
        expect((await up(wish(1), { initial: failed.state })).done).toEqual(["update a"]);
    });

    test("an operation that could not begin leaves nothing to repeat", async () => {
        const failed = await up([{ name: "a" }], { unreachable: ["create a"] });
        expect(failed.state.pending).toEqual([]);
        expect((await destroy({ initial: failed.state })).done).toEqual([]);
    });

    test("an operation that was cut off stays noted when the next attempt could not begin", async () => {
        const first = await up([{ name: "a" }]);
        const left = whenBeginning(first, "creating", "a");
        const failed = await up([{ name: "a" }], { initial: left, unreachable: ["create a"] });
        expect(failed.state.pending).toHaveLength(1);
        expect((await destroy({ initial: failed.state })).done).toEqual(["delete a#"]);
    });

    test("what only lives in the state has nothing to repeat", async () => {
        const wish = (x: number): Wish[] => [{ name: "a", inputs: { x } }];
        const { state } = await up(wish(1), { effects: "none" });
        const left = whenBeginning(await up(wish(2), { initial: state, effects: "none" }), "updating", "a");
        const back = await up(wish(1), { initial: left, effects: "none" });
        expect(back.done).toEqual([]);
        expect(back.state.pending).toEqual([]);
    });

    test("a preview tells that the operation will be repeated", async () => {
        const { state } = await up([{ name: "a" }]);
        const left = whenBeginning(await up([{ name: "a", inputs: { x: 1 } }], { initial: state }), "updating", "a");
        const { events } = await up([{ name: "a" }], { initial: left, preview: true });
        expect(events).toContainEqual(expect.objectContaining({ kind: "finished", step: expect.objectContaining({ operation: "update", repeated: true }) as object }));
    });
});

describe("a state that can't be written", () => {
    const failAt = (at: number) => (count: number) => {
        if (count === at) {
            throw new Error("no space");
        }
    };

    test("nothing begins that the state does not know of", async () => {
        // Saves: the stack, then what is noted before `create a`.
        const { done, events } = await up([{ name: "a" }, { name: "b" }], { onSave: failAt(1) });
        expect(done).toEqual([]);
        expect(events).toContainEqual({ kind: "failed", urn: urnOf("a"), message: "no space" });
        expect(events).toContainEqual({ kind: "skipped", urn: urnOf("b"), reason: "the state can't be written" });
    });

    test("what was done last is done again by the next run", async () => {
        const { saved } = await up([{ name: "a" }], { onSave: failAt(2) });
        const left = saved.find(({ pending }) => pending.length > 0) ?? empty;
        expect((await up([{ name: "a" }], { initial: left })).done).toEqual(["create a"]);
    });
});
