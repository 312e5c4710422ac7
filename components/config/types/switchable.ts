import { describe } from "../found";
import type { Problem } from "../problem";
import { refuse, type At, type Type } from "../type";

/**
 * A value that can be turned off: `off` (or `false`) reads as null. With `on` given, `on` (or `true`) stands for that
 * value, written as in a stack file.
 */
export function switchable<T>(type: Type<T>, on?: unknown): Type<T | null> {
    const words = on === undefined ? "off" : "on, off";
    const allowed = `${words}, or ${type.allowed}`;
    const enumeration = on === undefined ? ["off", false] : ["on", "off", true, false];
    return {
        allowed,
        schema: { anyOf: [{ enum: enumeration }, type.schema] },
        parts: type.parts,
        read(raw, at) {
            if (raw === "off" || raw === false) {
                return null;
            }
            if (raw === "on" || raw === true) {
                return on === undefined ? refuse(at, { found: describe(raw), allowed, fix: "Write the value that shall hold." }) : type.read(on, at);
            }
            return widened(type, raw, at, allowed);
        },
    };
}

/** One word that stands for a value of another type: `auto`, `all`. */
export function wordOr<T, W>(word: string, meaning: W, type: Type<T>): Type<T | W> {
    const allowed = `${word}, or ${type.allowed}`;
    return {
        allowed,
        schema: { anyOf: [{ const: word }, type.schema] },
        parts: type.parts,
        read: (raw, at) => (raw === word ? meaning : widened(type, raw, at, allowed)),
    };
}

/** Reads with the inner type, but lets its complaints name the words that are allowed as well. */
function widened<T>(type: Type<T>, raw: unknown, at: At, allowed: string): T | undefined {
    const problems: Problem[] = [];
    const value = type.read(raw, { path: at.path, problems });
    at.problems.push(...problems.map((problem) => (problem.path === at.path ? { ...problem, allowed } : problem)));
    return value;
}
