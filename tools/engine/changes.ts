import type { PropertyPath } from "./property-path";
import { equal, isList, isMap, Secret, type Value, type ValueMap } from "./values";

/** One difference between two sets of properties. */
export interface Change {
    readonly path: PropertyPath;
    readonly kind: "add" | "delete" | "update";
    /** With the markers of what is secret inside it. */
    readonly before: Value;
    readonly after: Value;
    /** Whether either side is, or lies in, a secret. */
    readonly secret: boolean;
}

/** Every difference, at the deepest level at which it can be named, sorted by name. */
export function changesBetween(before: ValueMap, after: ValueMap): Change[] {
    return mapChanges(before, after, [], false);
}

function mapChanges(before: ValueMap, after: ValueMap, path: PropertyPath, secret: boolean): Change[] {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap(key => valueChanges(before[key], after[key], [...path, key], secret));
}

function valueChanges(before: Value | undefined, after: Value | undefined, path: PropertyPath, secret: boolean): Change[] {
    if (equal(before, after)) {
        return [];
    }
    const hidden = secret || before instanceof Secret || after instanceof Secret;
    const [from, to] = [open(before), open(after)];
    if (isMap(from) && isMap(to)) {
        return orWhole(mapChanges(from, to, path, hidden), before, after, path, hidden);
    }
    if (isList(from) && isList(to)) {
        const length = Math.max(from.length, to.length);
        const inside = Array.from({ length }, (_, index) => valueChanges(from[index], to[index], [...path, index], hidden)).flat();
        return orWhole(inside, before, after, path, hidden);
    }
    return [change(before, after, path, hidden)];
}

/** Where nothing inside differs, the marker does: the value became secret, or is one no more. */
function orWhole(inside: Change[], before: Value | undefined, after: Value | undefined, path: PropertyPath, secret: boolean): Change[] {
    return inside.length > 0 ? inside : [change(before, after, path, secret)];
}

function change(before: Value | undefined, after: Value | undefined, path: PropertyPath, secret: boolean): Change {
    const kind = before === undefined || before === null ? "add" : after === undefined || after === null ? "delete" : "update";
    return { path, kind, before: before ?? null, after: after ?? null, secret };
}

function open(value: Value | undefined): Value | undefined {
    return value instanceof Secret ? open(value.value) : value;
}
