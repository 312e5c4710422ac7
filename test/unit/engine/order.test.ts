import { describe, expect, test } from "vitest";
import { destroy, up, urnOf, type Wish } from "./recording";

const chain: Wish[] = [{ name: "a" }, { name: "b", after: ["a"] }, { name: "c", after: ["b"] }];

function changed(wishes: readonly Wish[], name: string, inputs: Wish["inputs"]): Wish[] {
    return wishes.map(wish => (wish.name === name ? { ...wish, ...(inputs === undefined ? {} : { inputs }) } : wish));
}

describe("the order of operations", () => {
    test("creates as the program registers, and does nothing the second time", async () => {
        const first = await up(chain);
        expect(first.done).toEqual(["create a", "create b", "create c"]);
        const second = await up(chain, { initial: first.state });
        expect(second.done).toEqual([]);
        expect(second.saved).toEqual([]);
    });

    test("deletes what the program no longer wants at the end, dependants first", async () => {
        const { state } = await up(chain);
        const { done } = await up([{ name: "d" }], { initial: state });
        expect(done).toEqual(["create d", "delete c#c-0", "delete b#b-0", "delete a#a-0"]);
    });

    test("deletes in waves: each resource as late as its own dependencies allow", async () => {
        const { state } = await up([{ name: "a" }, { name: "b" }, { name: "c", after: ["a"] }]);
        const { done } = await destroy({ initial: state });
        expect(done[0]).toBe("delete c#c-0");
        expect(done.slice(1).sort()).toEqual(["delete a#a-0", "delete b#b-0"]);
    });

    test("replaces by creating first and deleting the old one at the end", async () => {
        const { state } = await up(chain);
        const { done } = await up(changed(chain, "a", { force: 1 }), { initial: state });
        expect(done).toEqual(["create a", "delete a#a-0"]);
    });

    test("deletes first where the program asks for it", async () => {
        const wishes = (force: number): Wish[] => [{ name: "a", inputs: { force }, options: { deleteBeforeReplace: true } }];
        const { state } = await up(wishes(0));
        expect((await up(wishes(1), { initial: state })).done).toEqual(["delete a#a-0", "create a"]);
    });

    test("deleting first takes along the dependants that a change would replace, and only those", async () => {
        const wishes = (force: number): Wish[] => [
            { name: "a", inputs: { force }, options: { deleteBeforeReplace: true } },
            { name: "b", from: { force: "a" } },
            { name: "c", from: { text: "a" } },
            { name: "d", after: ["a"] },
        ];
        const { state } = await up(wishes(0));
        const { done } = await up(wishes(1), { initial: state });
        expect(done).toEqual([expect.stringMatching(/^delete b#/), "delete a#a-0", "create a", "create b", "update c"]);
    });

    test("a changed output of a replaced resource flows on to its dependants", async () => {
        const wishes = (force: number): Wish[] => [
            { name: "a", inputs: { force } },
            { name: "b", from: { text: "a" } },
        ];
        const { state } = await up(wishes(0));
        const { done } = await up(wishes(1), { initial: state });
        expect(done).toEqual(["create a", "update b", "delete a#a-0"]);
    });
});

/** As the Docker target has it: a generation of a slot is a container named by what it is made of, and a command that follows it. */
function fleet(generations: Readonly<Record<string, string>>, release = 1): Wish[] {
    const slots = Object.entries(generations).flatMap(([slot, generation], index, all): Wish[] => {
        const before = index === 0 || all[index - 1]?.[0].split("-")[0] !== slot.split("-")[0] ? "proxy" : `slot ${all[index - 1]?.[0] ?? ""}`;
        return [
            { name: `${slot} ${generation}`, after: [before] },
            { name: `slot ${slot}`, inputs: { generation }, after: [`${slot} ${generation}`] },
        ];
    });
    return [
        { name: "network" },
        { name: "volume", options: { retainOnDelete: true } },
        { name: "proxy", inputs: { force: 1 }, after: ["network", "volume"], options: { deleteBeforeReplace: true } },
        ...slots,
        { name: "release", inputs: { release }, after: Object.keys(generations).map(slot => `slot ${slot}`) },
    ];
}

describe("a fleet of containers", () => {
    const old = { "app-1": "old", "app-2": "old", "web-1": "old", "web-2": "old" };

    test("is brought up service by service, slot after slot, the services at the same time", async () => {
        const { done, most } = await up(fleet(old), { together: true });
        expect(most).toBe(2);
        expect(done.slice(2)).toEqual([
            "create proxy",
            ...["1", "2"].flatMap(slot => [`create app-${slot} old`, `create web-${slot} old`, `create slot app-${slot}`, `create slot web-${slot}`]),
            "create release",
        ]);
        expect(done.slice(0, 2).sort()).toEqual(["create network", "create volume"]);
    });

    test("a new generation comes slot by slot, and the old ones go at the very end", async () => {
        const { state } = await up(fleet(old));
        const { done } = await up(fleet({ ...old, "app-1": "new", "app-2": "new" }, 2), { initial: state, together: true });
        expect(done.slice(0, 5)).toEqual(["create app-1 new", "update slot app-1", "create app-2 new", "update slot app-2", "update release"]);
        // The old container of slot 2 was made after the command of slot 1, which stays.
        expect(done.slice(5).sort()).toEqual(["delete app-1 old#app-1 old-0", "delete app-2 old#app-2 old-0"]);
    });

    test("a slot that fails leaves every old generation, and going back replaces nothing", async () => {
        const { state } = await up(fleet(old));
        const failed = await up(fleet({ ...old, "app-1": "new", "app-2": "new" }), { initial: state, failing: ["update slot app-1"] });
        expect(failed.done).toEqual(["create app-1 new", "update slot app-1"]);
        const back = await up(fleet(old), { initial: failed.state });
        expect(back.done).toEqual(["update slot app-1", "delete app-1 new#app-1 new-0"]);
    });

    test("fewer slots go from the last one, each command before its container; the volume stays when all goes", async () => {
        const { state } = await up(fleet({ "app-1": "old", "app-2": "old", "app-3": "old" }));
        const fewer = await up(fleet({ "app-1": "old" }), { initial: state });
        expect(fewer.done).toEqual(["delete slot app-3#slot app-3-0", "delete app-3 old#app-3 old-0", "delete slot app-2#slot app-2-0", "delete app-2 old#app-2 old-0"]);
        const { done } = await destroy({ initial: fewer.state });
        expect(done).toEqual(["release", "slot app-1", "app-1 old", "proxy", "network"].map(name => `delete ${name}#${name}-${name === "proxy" ? "1" : "0"}`));
    });

    test("a proxy that has to go first takes nothing along", async () => {
        const { state } = await up(fleet(old));
        const changed = fleet(old).map(wish => (wish.name === "proxy" ? { ...wish, inputs: { force: 2 } } : wish));
        expect((await up(changed, { initial: state })).done).toEqual(["delete proxy#proxy-1", "create proxy"]);
    });
});

describe("options", () => {
    const once = async (before: Wish, after: Wish): Promise<readonly string[]> => (await up([after], { initial: (await up([before])).state })).done;

    test("ignoreChanges keeps the old value", async () => {
        expect(await once({ name: "a", inputs: { x: 1 } }, { name: "a", inputs: { x: 2 }, options: { ignoreChanges: ["x"] } })).toEqual([]);
    });

    test("replaceOnChanges turns an update into a replacement", async () => {
        const after = { name: "a", inputs: { list: [1, 3] }, options: { replaceOnChanges: ["list[*]"] } };
        expect(await once({ name: "a", inputs: { list: [1, 2] } }, after)).toEqual(["create a", "delete a#a-0"]);
    });

    test("retainOnDelete forgets without deleting", async () => {
        expect(await once({ name: "a", options: { retainOnDelete: true } }, { name: "b" })).toEqual(["create b"]);
    });

    test("protect keeps a resource from being deleted, and everything else with it", async () => {
        const { state } = await up([{ name: "a", options: { protect: true } }, { name: "b" }]);
        const { done, events } = await destroy({ initial: state });
        expect(done).toEqual([]);
        expect(events).toContainEqual(expect.objectContaining({ kind: "failed", urn: urnOf("a"), message: expect.stringContaining("is protected") as string }));
    });

    test("protect keeps a resource from being replaced", async () => {
        const wish = (force: number): Wish => ({ name: "a", inputs: { force }, options: { protect: true } });
        expect(await once(wish(0), wish(1))).toEqual([]);
    });
});

describe("failures", () => {
    test("independent resources go on, dependants are skipped, nothing is deleted", async () => {
        const { state } = await up([{ name: "old" }]);
        const { done, events } = await up([...chain, { name: "d" }], { initial: state, failing: ["create b"] });
        expect(done).toEqual(["create a", "create b", "create d"]);
        expect(events.filter(({ kind }) => kind === "failed" || kind === "skipped")).toEqual([
            { kind: "failed", urn: urnOf("b"), message: "create b went wrong" },
            { kind: "skipped", urn: urnOf("c"), reason: "it depends on b, which failed or was skipped" },
        ]);
    });

    test("a replaced resource's old self stays until a run succeeds", async () => {
        const { state } = await up([{ name: "a" }, { name: "b" }]);
        const wishes = [{ name: "a", inputs: { force: 1 } }, { name: "b", inputs: { x: 1 } }];
        const failed = await up(wishes, { initial: state, failing: ["update b"] });
        expect(failed.done).toEqual(["create a", "update b"]);
        expect(failed.state.resources.filter(({ urn }) => urn === urnOf("a")).map(({ id, delete: old }) => [id, old])).toEqual([
            ["a-1", undefined],
            ["a-0", true],
        ]);
        expect((await up(wishes, { initial: failed.state })).done).toEqual(["update b", "delete a#a-0"]);
    });

    test("what a resource that can't be deleted depends on stays", async () => {
        const { state } = await up(chain);
        const { done, state: left } = await destroy({ initial: state, failing: ["delete c"] });
        expect(done).toEqual(["delete c#c-0"]);
        expect((await destroy({ initial: left })).done).toEqual(["delete c#c-0", "delete b#b-0", "delete a#a-0"]);
    });

    test("an error of the program keeps everything from being deleted", async () => {
        const { state } = await up(chain);
        expect((await up([], { initial: state, programErrors: ["broken"] })).done).toEqual([]);
    });

    test("hosts that are gone can be given up, and only when asked", async () => {
        const { state } = await up([{ name: "a" }, { name: "b" }]);
        const gone = { initial: state, unreachable: ["delete a#a-0"] };
        expect((await destroy(gone)).state.resources.map(({ urn }) => urn)).toContain(urnOf("a"));
        expect((await destroy({ ...gone, leaveUnreachable: true })).state.resources).toEqual([]);
        expect((await up([{ name: "b" }], gone)).events).toContainEqual(expect.objectContaining({ kind: "failed", urn: urnOf("a") }));
        expect((await up([{ name: "b" }], { ...gone, leaveUnreachable: true })).state.resources.map(({ urn }) => urn)).not.toContain(urnOf("a"));
    });

    test("two resources of one name are refused", async () => {
        const { events, done } = await up([{ name: "a" }, { name: "a" }]);
        expect(done).toEqual(["create a"]);
        expect(events).toContainEqual(expect.objectContaining({ kind: "failed", message: expect.stringContaining("two resources") as string }));
    });

    test("wrong inputs are told and nothing is done", async () => {
        const { events, done } = await up([{ name: "a", inputs: { bad: 1 } }]);
        expect(done).toEqual([]);
        expect(events).toContainEqual({ kind: "failed", urn: urnOf("a"), message: "bad is no input." });
    });
});

describe("a preview", () => {
    test("does nothing and writes nothing, and lets what it can't know flow on", async () => {
        const { state } = await up([{ name: "a" }, { name: "b", from: { text: "a" } }]);
        const wishes = [{ name: "a", inputs: { force: 1 } }, { name: "b", from: { text: "a" } }];
        const { done, saved, events } = await up(wishes, { initial: state, preview: true });
        expect([done, saved]).toEqual([[], []]);
        const operations = events.flatMap(event => (event.kind === "finished" ? `${event.step.operation} ${event.step.urn.split("::").at(-1) ?? ""}` : []));
        expect(operations).toEqual(["same evenkeel-test", "create-replacement a", "update b", "delete-replaced a"]);
    });
});
