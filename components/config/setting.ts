import { isComplete, type Complete } from "./complete";
import { describe } from "./found";
import { refuse, type At, type JsonSchema, type TargetKind, type Type } from "./type";

/** Stands for a value that this level leaves to the level above it: route, service, `defaults`, built in. */
export const inherited: unique symbol = Symbol("inherited");
export type Inherited = typeof inherited;

/** What happens when the stack file does not have the setting. */
export type Presence =
    | { readonly kind: "required" }
    | { readonly kind: "optional"; readonly then: string }
    | { readonly kind: "default"; readonly value: unknown }
    | { readonly kind: "inherited"; readonly value: unknown }
    | { readonly kind: "later"; readonly fix: string };

/** What the reference says of a setting. */
export interface About {
    /** One sentence. */
    readonly doc: string;
    /** Where to read more. */
    readonly link?: string;
    /** Targets that know it; all of them unless said otherwise. */
    readonly targets?: readonly TargetKind[];
    /** What to do on a target that does not know it; where that differs, for each target. */
    readonly instead?: string | Readonly<Partial<Record<TargetKind, string>>>;
    /** Proxies that know it; all of them unless said otherwise. */
    readonly proxies?: readonly string[];
    /** What Docker Compose or Kubernetes call it: keys that people bring along. */
    readonly elsewhere?: readonly string[];
    /** The environment variable that set it before there was a stack file. */
    readonly formerly?: Formerly;
}

/** A setting's former life: `NAME=value`, and what that value is now. */
export interface Formerly {
    readonly name: string;
    readonly value: string;
    readonly now: string;
}

/** The one record of a setting: drives validation, defaults, the reference page and the JSON schema. */
export interface Setting<T> extends About {
    readonly type: Type<unknown>;
    readonly presence: Presence;
    /** Reads a value that the stack file has. */
    read(raw: unknown, at: At): T | undefined;
    /** Stands in for one that it does not have. */
    absent(at: At): T | undefined;
}

/** A setting with a built-in value that nearer levels replace. */
export interface InheritedSetting<T> extends Setting<T | Inherited> {
    readonly builtin: Complete<T>;
}

export type Settings = Readonly<Record<string, Setting<unknown>>>;

/** A setting that every stack file must have. */
export function required<T>(type: Type<T>, about: About): Setting<T> {
    const absent = (at: At): undefined =>
        refuse(at, { found: "nothing", allowed: allowedAt(type, at), fix: "Add it: it has no default." });
    return { ...about, type, presence: { kind: "required" }, read: type.read, absent };
}

/** A setting that may be left out; `then` says what that means. */
export function optional<T>(type: Type<T>, then: string, about: About): Setting<T | null> {
    return { ...about, type, presence: { kind: "optional", then }, read: type.read, absent: () => null };
}

/** A setting with a default, written as it would stand in a stack file. */
export function defaulted<T>(type: Type<T>, value: unknown, about: About): Setting<T> {
    const absent = (at: At): T | undefined => type.read(value, at);
    return { ...about, type, presence: { kind: "default", value }, read: type.read, absent };
}

/** A setting that `defaults`, services and routes share: the nearest one wins, `value` when none has it. */
export function inheriting<T>(type: Type<T>, value: unknown, about: About): InheritedSetting<T> {
    const presence: Presence = { kind: "inherited", value };
    return { ...about, type, presence, builtin: builtIn(type, value), read: type.read, absent: () => inherited };
}

/** A key that is reserved for a later version: refused with a word on what to use until then. */
export function later(fix: string, about: About): Setting<null> {
    const allowed = "nothing: this version does not support it yet";
    const read = (raw: unknown, at: At): undefined => refuse(at, { found: kindOf(raw), allowed, fix });
    const schema: JsonSchema = { not: {} };
    const type: Type<null> = { allowed, schema, parts: { kind: "none" }, read };
    return { ...about, type, presence: { kind: "later", fix }, read, absent: () => null };
}

/** Reads a value that the stack file has; refuses it where the target does not know the setting. */
export function readGiven<T>(setting: Setting<T>, raw: unknown, at: At): T | undefined {
    const { targets, instead, presence } = setting;
    if (targets === undefined || at.target === undefined || targets.includes(at.target) || presence.kind === "later") {
        return setting.read(raw, at);
    }
    const where = targets.join(" or ");
    return refuse(at, { found: kindOf(raw), allowed: `nothing, unless the target is ${where}`, fix: (typeof instead === "string" ? instead : instead?.[at.target]) ?? `Remove it, or set \`evenkeel:target: ${where}\`.` });
}

/** What a type makes of a default, written as in a stack file. */
export function builtIn<T>(type: Type<T>, raw: unknown): Complete<T> {
    const at: At = { path: "", problems: [] };
    const value = type.read(raw, at);
    if (value === undefined || !isComplete(value)) {
        throw new Error(`built-in default is wrong: ${JSON.stringify(at.problems)}`);
    }
    return value;
}

/** What stands there, without its value: nobody knows here whether it is a secret. */
function kindOf(raw: unknown): string {
    return typeof raw === "object" ? describe(raw) : "a value";
}

function allowedAt(type: Type<unknown>, { target }: At): string {
    return target === undefined || type.allowedOn === undefined ? type.allowed : type.allowedOn(target);
}
