import { changesBetween } from "../../../tools/engine/changes";
import type { SavedState } from "../../../tools/engine/deployment";
import type { Event } from "../../../tools/engine/events";
import type { Goal } from "../../../tools/engine/goal";
import { Unreachable, type Provider } from "../../../tools/engine/providers/provider";
import type { Outcome } from "../../../tools/engine/registration";
import { Run } from "../../../tools/engine/run";
import { Scrubber } from "../../../tools/engine/scrubber";
import { makeUrn, stackType } from "../../../tools/engine/urn";
import { unknown, unwrap, type ValueMap } from "../../../tools/engine/values";

/** A program of a few resources and a provider that only notes what it is asked to do. */
export const type = "test:index:Thing";
const names = { project: "evenkeel", stack: "test" };

export interface Wish {
    readonly name: string;
    readonly inputs?: ValueMap;
    readonly after?: readonly string[];
    /** Inputs that come from another resource, by its name. */
    readonly from?: Readonly<Record<string, string>>;
    readonly options?: Partial<Goal>;
}

export interface Recording {
    /** `create a`, `update a`, `delete a#<id>`, in the order in which they were done. */
    readonly done: readonly string[];
    readonly events: readonly Event[];
    readonly outcomes: ReadonlyMap<string, Outcome>;
    /** Operations that were under way at the same time, at most. */
    readonly most: number;
    /** The last state that was written. */
    readonly state: SavedState;
    /** Every state that was written. */
    readonly saved: readonly SavedState[];
}

export interface Circumstances {
    readonly initial?: SavedState;
    readonly preview?: boolean;
    /** What the provider fails at: `create a`. */
    readonly failing?: readonly string[];
    /** What it can't even begin. */
    readonly unreachable?: readonly string[];
    readonly leaveUnreachable?: boolean;
    readonly effects?: Provider["effects"];
    /** Registers each wish as soon as those are made that it comes after, as Pulumi's runtime does, and not one by one. */
    readonly together?: boolean;
    readonly programErrors?: readonly string[];
    /** Called before each write, to let it fail. */
    readonly onSave?: (count: number) => void;
}

export const empty: SavedState = { resources: [], pending: [] };

export function urnOf(name: string, ofType = type): string {
    return makeUrn({ ...names, type: ofType, name, parent: undefined });
}

/** Brings up the wishes in their order, each when the one before it is settled. */
export function up(wishes: readonly Wish[], circumstances: Circumstances = {}): Promise<Recording> {
    return record(circumstances, (run, outcomes) =>
        run.apply(async registrar => {
            await registrar.register({ ...goalFor({ name: "evenkeel-test" }, outcomes), type: stackType, urn: urnOf("evenkeel-test", stackType), custom: false });
            const made = new Map<string, Promise<void>>();
            for (const wish of wishes) {
                const before = [...(wish.after ?? []), ...Object.values(wish.from ?? {})].map(name => made.get(name));
                const making = Promise.all(before).then(async () => {
                    outcomes.set(wish.name, await registrar.register(goalFor(wish, outcomes)));
                });
                made.set(wish.name, making);
                await (circumstances.together === true ? undefined : making);
            }
            await Promise.all(made.values());
            return circumstances.programErrors ?? [];
        }),
    );
}

export function destroy(circumstances: Circumstances): Promise<Recording> {
    return record(circumstances, run => run.destroy());
}

async function record(circumstances: Circumstances, act: (run: Run, outcomes: Map<string, Outcome>) => Promise<void>): Promise<Recording> {
    const [done, events, saved]: [string[], Event[], SavedState[]] = [[], [], []];
    const outcomes = new Map<string, Outcome>();
    const initial = circumstances.initial ?? empty;
    const under = { way: 0, most: 0 };
    const provider = recordingProvider(done, under, circumstances);
    const run = new Run({
        ...names,
        initial,
        preview: circumstances.preview ?? false,
        leaveUnreachable: circumstances.leaveUnreachable ?? false,
        providerOf: wanted => (wanted === type ? provider : undefined),
        save: state => {
            circumstances.onSave?.(saved.length);
            saved.push(state);
        },
        sink: event => events.push(event),
        scrubber: new Scrubber(),
    });
    await act(run, outcomes);
    return { done, events, outcomes, saved, most: under.most, state: saved.at(-1) ?? initial };
}

function goalFor({ name, inputs = {}, after = [], from = {}, options = {} }: Wish, outcomes: ReadonlyMap<string, Outcome>): Goal {
    const taken = Object.entries(from).map(([input, other]) => [input, outcomes.get(other)?.outputs["made"] ?? unknown]);
    return {
        urn: urnOf(name),
        type,
        name,
        custom: true,
        inputs: { ...inputs, ...(Object.fromEntries(taken) as ValueMap) },
        parent: undefined,
        dependencies: [...after, ...Object.values(from)].map(other => urnOf(other)),
        propertyDependencies: Object.fromEntries(Object.entries(from).map(([input, other]) => [input, [urnOf(other)]])),
        protect: false,
        retainOnDelete: false,
        deleteBeforeReplace: undefined,
        ignoreChanges: [],
        replaceOnChanges: [],
        additionalSecretOutputs: [],
        version: "1.0.0",
        ...options,
    };
}

/** `force` replaces; an output `made` tells each creation from the one before. */
function recordingProvider(done: string[], under: { way: number; most: number }, { failing = [], unreachable = [], effects = "remote" }: Circumstances): Provider {
    let count = 0;
    const note = async (what: string): Promise<void> => {
        under.way += 1;
        under.most = Math.max(under.most, under.way);
        await new Promise(resolve => setImmediate(resolve));
        under.way -= 1;
        if (unreachable.includes(what)) {
            throw new Unreachable(`${what}: no route`);
        }
        done.push(what);
        if (failing.includes(what.replace(/#.*/, ""))) {
            throw new Error(`${what} went wrong`);
        }
    };
    return {
        effects,
        openInputs: [],
        check: inputs => (unwrap(inputs["bad"] ?? null) === null ? { inputs } : { problems: ["bad is no input."] }),
        diff: ({ inputs: before }, inputs) => {
            const changes = changesBetween(before, inputs);
            const because = changes.map(({ path }) => path).filter(([first]) => first === "force");
            if (changes.length === 0) {
                return { kind: "same" };
            }
            return because.length > 0 ? { kind: "replace", changes, because } : { kind: "update", changes };
        },
        plan: (inputs, existing) => ({ ...inputs, made: existing?.outputs["made"] ?? unknown }),
        create: async (name, inputs) => {
            await note(`create ${name}`);
            count += 1;
            const id = `${name}-${String(inputs["force"] ?? 0)}`;
            return { id, outputs: { ...inputs, made: `${id}.${String(count)}` } };
        },
        update: async ({ name, outputs }, inputs) => {
            await note(`update ${name}`);
            return { ...outputs, ...inputs };
        },
        remove: ({ name, id }) => note(`delete ${name}#${id}`),
    };
}
