import { describe, isSecret } from "./found";
import type { Target } from "./model";
import type { Problem } from "./problem";
import type { Settings } from "./setting";

/** A piece of JSON schema (draft-07). */
export type JsonSchema = Readonly<Record<string, unknown>>;

export type TargetKind = Target["kind"];

/** Where the reader stands in the stack file, and where it reports what is wrong. */
export interface At {
    readonly path: string;
    readonly problems: Problem[];
    /** Where a key that is unknown in a block would be known: `nginx` for workerConnections. */
    readonly belongsTo?: (key: string, block: string) => string | undefined;
    /** The stack's target; undefined where the stack file has none that is known, and nothing is refused on its account. */
    readonly target?: TargetKind | undefined;
}

/** What lies inside a value: the settings of a map, the items of a list, the entries of a named map. */
export type Parts =
    | { readonly kind: "none" }
    | { readonly kind: "keys"; readonly settings: Settings }
    | { readonly kind: "items"; readonly of: Type<unknown> }
    | { readonly kind: "entries"; readonly of: Type<unknown> };

/** One kind of value: what it looks like, what may stand there, and how it becomes a `T`. */
export interface Type<T> {
    /** Completes "allowed: ..." in messages and in the reference. */
    readonly allowed: string;
    /** The same on one target, where targets differ. */
    readonly allowedOn?: (target: TargetKind) => string;
    readonly schema: JsonSchema;
    readonly parts: Parts;
    /** The value, or undefined when (and only when) a problem has been reported. */
    read(raw: unknown, at: At): T | undefined;
}

/** What a type reads. */
export type ValueOf<X> = X extends Type<infer T> ? T : never;

/** A parsed value, or the words that tell the user how to mend the text. */
export type Parsed<T> = { readonly value: T } | { readonly fix: string };

/** A value without parts: one grammar, one parser. */
export interface Grammar<T> {
    readonly allowed: string;
    readonly schema: JsonSchema;
    parse(raw: unknown): Parsed<T>;
}

export const noParts: Parts = { kind: "none" };

/** Reports a problem at the reader's place. */
export function refuse(at: At, problem: Omit<Problem, "path">): undefined {
    at.problems.push({ path: at.path, ...problem });
    return undefined;
}

/** The type of a single value. */
export function leaf<T>(grammar: Grammar<T>): Type<T> {
    const { allowed, schema } = grammar;
    return {
        allowed,
        schema,
        parts: noParts,
        read(raw, at) {
            const parsed = notAValue(raw) ?? grammar.parse(raw);
            return "value" in parsed ? parsed.value : refuse(at, { found: describe(raw), allowed, fix: parsed.fix });
        },
    };
}

/** Empty values and secrets are wrong for every ordinary setting, so no grammar has to think of them. */
export function notAValue(raw: unknown): { fix: string } | undefined {
    if (raw === null || raw === undefined) {
        return { fix: "Give it a value, or remove the line." };
    }
    return isSecret(raw) ? { fix: "Write this setting in clear: it is not stored as a secret." } : undefined;
}
