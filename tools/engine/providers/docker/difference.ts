import { changesBetween, type Change } from "../../changes";
import { equal, isList, isMap, mapValues, Secret, unwrap, unwrapMap, type Value, type ValueMap } from "../../values";
import type { Difference } from "../provider";
import type { Fields, Schema, Shape } from "./schema";

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

/**
 * The inputs with what leaving one out means, without what means nothing. What is no field of the schema goes too: the CLI
 * notes in each object which of its fields it filled in.
 */
function withDefaults(fields: Fields, inputs: ValueMap): ValueMap {
    const defaults = Object.entries(fields).flatMap(([name, { default: value }]) => (value === undefined ? [] : [[name, value] as const]));
    const given = Object.entries(inputs).flatMap(([name, value]) => {
        const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
        return field === undefined || isNothing(value) ? [] : [[name, withDefaultsInside(field.shape, value)] as const];
    });
    return Object.fromEntries([...defaults, ...given]);
}

function withDefaultsInside(shape: Shape, value: Value): Value {
    if (value instanceof Secret) {
        return new Secret(withDefaultsInside(shape, value.value));
    }
    if (typeof shape !== "object") {
        return value;
    }
    if (isList(value)) {
        return "list" in shape ? value.map(item => withDefaultsInside({ one: shape.list }, item)) : value;
    }
    return isMap(value) && "one" in shape ? withDefaults(shape.one, value) : value;
}

/** As absent: Terraform tells none of them from each other. */
function isNothing(value: Value): boolean {
    const plain = unwrap(value);
    return plain === null || plain === "" || (isList(plain) && plain.length === 0) || (isMap(plain) && Object.keys(plain).length === 0);
}

/** The new inputs, with the old ones in the place of those that say the same, whichever part of them is marked as secret. */
function comparable(schema: Schema, before: ValueMap, after: ValueMap): ValueMap {
    const kept = Object.entries(before).filter(([name, value]) => {
        const now = after[name];
        if (now === undefined) {
            return schema[name]?.kept === true;
        }
        const [was, is] = [open(value), open(now)];
        return schema[name]?.unordered === true ? equal(sorted(was), sorted(is)) : equal(was, is);
    });
    return { ...after, ...Object.fromEntries(kept) };
}

/** A set with its items, and the sets within them, in an order of their own. */
function sorted(value: Value): Value {
    if (isList(value)) {
        return value.map(sorted).sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
    }
    return isMap(value) ? mapValues(value, sorted) : value;
}

function keyOf(item: Value): string {
    return JSON.stringify(isMap(item) ? Object.entries(item).sort() : item);
}

/** For comparing alone: without the markers of what is secret. */
function open(value: Value): Value {
    return unwrapMap({ value })["value"] ?? null;
}
