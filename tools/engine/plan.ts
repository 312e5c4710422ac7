import { changesBetween, type Change } from "./changes";
import type { Goal } from "./goal";
import { covers, parsePath, type PropertyPath } from "./property-path";
import type { Difference, Existing, Provider } from "./providers/provider";
import type { PendingOperation, ResourceState } from "./resource-state";
import { nameOf } from "./urn";
import { equal, isList, isMap, Secret, type Value, type ValueMap } from "./values";

/** What has to be done to make a resource what the program wants. */
export type Plan =
    | { readonly kind: "create" }
    | { readonly kind: "same" }
    | { readonly kind: "update"; readonly changes: readonly Change[]; readonly repeated: boolean }
    | Extract<Difference, { kind: "replace" }>;

export interface Known {
    readonly old: ResourceState | undefined;
    /** What an earlier run began on the resource and did not finish. */
    readonly interrupted: PendingOperation["type"] | undefined;
}

/** Plans a component: it has no provider, and its inputs are only recorded. */
export function planComponent(inputs: ValueMap, old: ResourceState | undefined): Plan {
    if (old === undefined) {
        return { kind: "create" };
    }
    const changes = changesBetween(old.inputs, inputs);
    return changes.length === 0 ? { kind: "same" } : { kind: "update", changes, repeated: false };
}

export function planCustom(goal: Goal, inputs: ValueMap, { old, interrupted }: Known, provider: Provider): Plan {
    const repeat = provider.effects === "remote" ? interrupted : undefined;
    // Whatever a deletion that was cut off left of the resource, creating it makes it whole again.
    if (old === undefined || repeat === "deleting") {
        return { kind: "create" };
    }
    if (old.pendingReplacement === true) {
        return { kind: "replace", changes: changesBetween(old.inputs, inputs), because: [] };
    }
    const difference = withReplaceOnChanges(provider.diff(existing(old), inputs, goal.ignoreChanges), goal.replaceOnChanges);
    switch (difference.kind) {
        case "same":
            return repeat === undefined ? { kind: "same" } : { kind: "update", changes: [], repeated: true };
        case "update":
            return { ...difference, repeated: repeat !== undefined };
        case "replace":
            return difference;
    }
}

export function existing(state: ResourceState): Existing {
    return { name: nameOf(state.urn), id: state.id ?? "", inputs: state.inputs, outputs: state.outputs };
}

export function withReplaceOnChanges(difference: Difference, patterns: readonly string[]): Difference {
    if (difference.kind === "same") {
        return difference;
    }
    const asked = patterns.map(parsePath);
    const forced = difference.changes.map(({ path }) => path).filter(path => asked.some(pattern => covers(pattern, path)));
    const because = [...(difference.kind === "replace" ? difference.because : []), ...forced];
    return because.length === 0 && difference.kind === "update" ? difference : { ...difference, kind: "replace", because };
}

/** The inputs with the old values where the program asks for changes to be ignored. */
export function withoutIgnored(inputs: ValueMap, old: ValueMap | undefined, ignored: readonly string[]): ValueMap {
    return old === undefined ? inputs : ignored.map(parsePath).reduce<ValueMap>((map, path) => keep(map, old, path), inputs);
}

function keep(now: ValueMap, before: ValueMap, [step, ...rest]: PropertyPath): ValueMap {
    const keys = step === "*" ? Object.keys({ ...now, ...before }) : [String(step)];
    const kept = keys.map(key => [key, keepValue(now[key], before[key], rest)] as const);
    const merged = { ...now, ...Object.fromEntries(kept) };
    return Object.fromEntries(Object.entries(merged).filter((entry): entry is [string, Value] => entry[1] !== undefined));
}

function keepValue(now: Value | undefined, before: Value | undefined, path: PropertyPath): Value | undefined {
    if (path.length === 0 || equal(now, before)) {
        return before;
    }
    if (now instanceof Secret && before instanceof Secret) {
        return new Secret(keepValue(now.value, before.value, path) ?? null);
    }
    if (isMap(now) && isMap(before)) {
        return keep(now, before, path);
    }
    if (isList(now) && isList(before)) {
        return now.map((item, index) => (path[0] === "*" || path[0] === index ? (keepValue(item, before[index], path.slice(1)) ?? item) : item));
    }
    return now;
}
