import { describe, isMap } from "../found";
import { keyPath } from "../path";
import { notAValue, refuse, type At, type Type } from "../type";

/** One entry of a map whose keys are the user's own. */
export interface Entry<T> {
    readonly name: string;
    readonly path: string;
    readonly value: T;
}

/** A map from names of the user's own choice to one kind of value. */
export function dictionary<T>(key: Type<string>, value: Type<T>, what: string, least = 0): Type<readonly (Entry<T> | undefined)[]> {
    const allowed = `a map from ${what}${least > 0 ? `, at least ${least}` : ""}`;
    return {
        allowed,
        schema: { type: "object", propertyNames: key.schema, additionalProperties: value.schema, ...(least > 0 ? { minProperties: least } : {}) },
        parts: { kind: "entries", of: value },
        read(raw, at) {
            const fix = notAValue(raw)?.fix ?? (isMap(raw) ? fewFix(raw, least) : dictionaryFix);
            if (fix !== undefined || !isMap(raw)) {
                return refuse(at, { found: describe(raw), allowed, fix: fix ?? dictionaryFix });
            }
            return Object.entries(raw).map(([name, entry]) => readEntry(name, entry, key, value, at));
        },
    };
}

const dictionaryFix = "Write a map: one key for each, with its settings on indented lines.";

function readEntry<T>(name: string, raw: unknown, key: Type<string>, value: Type<T>, at: At): Entry<T> | undefined {
    const place: At = { ...at, path: keyPath(at.path, name) };
    const problems: At["problems"] = [];
    key.read(name, { path: place.path, problems });
    at.problems.push(...problems.map((problem) => ({ ...problem, found: `the name ${problem.found}` })));
    const read = value.read(raw, place);
    return read === undefined ? undefined : { name, path: place.path, value: read };
}

function fewFix(raw: Readonly<Record<string, unknown>>, least: number): string | undefined {
    return Object.keys(raw).length < least ? `Add at least ${least}.` : undefined;
}
