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
            if (on !== undefined && (raw === "on" || raw === true)) {
                return type.read(on, at);
            }
            const fix = switchFix(raw, on !== undefined);
            return fix === undefined ? widened(type, raw, at, allowed) : refuse(at, { found: describe(raw), allowed, fix });
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
    const value = type.read(raw, { ...at, problems });
    at.problems.push(...problems.map((problem) => (problem.path === at.path ? { ...problem, allowed } : problem)));
    return value;
}

/** Other habits of saying on and off, which YAML leaves as text. */
function switchFix(raw: unknown, hasOn: boolean): string | undefined {
    if (typeof raw === "string" && /^(no?|off|false|none|null|disabled?)$/i.test(raw)) {
        return "Write off.";
    }
    return hasOn && typeof raw === "string" && /^(y|yes|on|true|enabled?)$/i.test(raw) ? "Write on." : undefined;
}
