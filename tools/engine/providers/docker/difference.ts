import { changesBetween, type Change } from "../../changes";
import { equal, isList, isMap, mapValues, Secret, unwrap, type Value, type ValueMap } from "../../values";
import type { Difference } from "../provider";
import type { Schema } from "./schema";

/** What the provider makes of edited inputs. */
export function difference(schema: Schema, before: ValueMap, after: ValueMap, deleteFirst: boolean): Difference {
    const old = withDefaults(schema, before);
    const changes = changesBetween(old, comparable(schema, old, withDefaults(schema, after)));
    const because = changes.filter(change => replaces(schema, change, old, after)).map(({ path }) => path);
    if (changes.length === 0) {
        return { kind: "same" };
    }
    return because.length > 0 ? { kind: "replace", changes, because, deleteFirst } : { kind: "update", changes };
}

function replaces(schema: Schema, { path: [name = "", ...inside] }: Change, before: ValueMap, after: ValueMap): boolean {
    const property = schema[name];
    const within = property?.within;
    const sameLength = lengthOf(before[name]) === lengthOf(after[name]);
    return (within !== undefined && inside.length > 0 && sameLength ? within : property?.edit) === "replace";
}

function lengthOf(value: Value | undefined): number {
    const list = unwrap(value ?? null);
    return isList(list) ? list.length : 0;
}

/** The inputs with what leaving one out means, without what means nothing. */
function withDefaults(schema: Schema, inputs: ValueMap): ValueMap {
    const defaults = Object.entries(schema).flatMap(([name, { default: value }]) => (value === undefined ? [] : [[name, value] as const]));
    const given = Object.entries(inputs).filter(([name, value]) => name in schema && !isNothing(value));
    return Object.fromEntries([...defaults, ...given.map(([name, value]) => [name, withoutNotes(value)] as const)]);
}

/** As absent: Terraform tells none of them from each other. */
function isNothing(value: Value): boolean {
    const plain = unwrap(value);
    return plain === null || plain === "" || (isList(plain) && plain.length === 0) || (isMap(plain) && Object.keys(plain).length === 0);
}

/** The CLI notes in each object which of its fields it filled in. */
function withoutNotes(value: Value): Value {
    if (value instanceof Secret) {
        return new Secret(withoutNotes(value.value));
    }
    if (isList(value)) {
        return value.map(withoutNotes);
    }
    return isMap(value) ? mapValues(Object.fromEntries(Object.entries(value).filter(([name]) => name !== "__defaults")), withoutNotes) : value;
}

/** The new inputs, with the old ones in the place of those that say the same. */
function comparable(schema: Schema, before: ValueMap, after: ValueMap): ValueMap {
    const kept = Object.entries(before).filter(([name, value]) => {
        const now = after[name];
        return now === undefined ? schema[name]?.kept === true : schema[name]?.unordered === true && equal(sorted(value), sorted(now));
    });
    return { ...after, ...Object.fromEntries(kept) };
}

/** A set with its items, and the sets within them, in an order of their own. */
function sorted(value: Value): Value {
    if (value instanceof Secret) {
        return new Secret(sorted(value.value));
    }
    if (isList(value)) {
        return value.map(sorted).sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
    }
    return isMap(value) ? mapValues(value, sorted) : value;
}

function keyOf(item: Value): string {
    const plain = unwrap(item);
    return JSON.stringify(isMap(plain) ? Object.entries(plain).sort() : plain);
}
