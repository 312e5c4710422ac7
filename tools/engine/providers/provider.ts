import type { Change } from "../changes";
import type { PropertyPath } from "../property-path";
import type { Value, ValueMap } from "../values";

/** What a resource was when it was last created or updated. */
export interface Existing {
    readonly name: string;
    readonly id: string;
    readonly inputs: ValueMap;
    readonly outputs: ValueMap;
}

export type Checked =
    | { readonly inputs: ValueMap }
    | {
          /** Each says which input is wrong and how to fix it. */
          readonly problems: readonly string[];
      };

export type Difference =
    | { readonly kind: "same" }
    | { readonly kind: "update"; readonly changes: readonly Change[] }
    | {
          readonly kind: "replace";
          readonly changes: readonly Change[];
          readonly because: readonly PropertyPath[];
          /** Whether the old one goes before the new one comes, where the program doesn't say. */
          readonly deleteFirst?: boolean;
      };

export interface Created {
    readonly id: string;
    readonly outputs: ValueMap;
}

/** The operation failed and has left nothing behind. */
export class Undone extends Error {}

/** The operation could not even begin. */
export class Unreachable extends Undone {}

/** Says what happens while an operation runs; the engine takes secrets out of it. */
export type Log = (line: string) => void;

/** What a preview has to know besides the inputs. */
export interface Circumstances {
    readonly log: Log;
    readonly ignoreChanges: readonly string[];
    /** Whether a creation may meet what is its own: what it replaces, or what an attempt that was cut off has left. */
    readonly replacing: boolean;
}

/**
 * Executes one type of resource, as the Pulumi provider of that type does.
 *
 * Inputs and outputs carry secret markers; in a preview, and only there, they may hold unknown values.
 */
export interface Provider {
    /** What its operations leave behind outside of the state: an interrupted one has to run again. */
    readonly effects: "remote" | "none";
    /** Secret inputs whose parts may stand in messages, unless a part is marked as secret itself. */
    readonly openInputs: readonly string[];
    /** Fills in defaults and secret markers, or says what is wrong. */
    check(inputs: ValueMap): Checked;
    diff(existing: Existing, inputs: ValueMap, ignoreChanges?: readonly string[]): Difference;
    /**
     * The outputs that a preview can promise; `existing` is absent for a creation.
     *
     * @throws what a creation or update would fail with, as far as it can be told without one.
     */
    plan(inputs: ValueMap, existing: Existing | undefined, circumstances: Circumstances): ValueMap | Promise<ValueMap>;
    /** @param repeated whether an earlier creation or deletion was cut off, so that the resource may be there already. */
    create(name: string, inputs: ValueMap, log: Log, repeated: boolean): Promise<Created>;
    /** @throws Undone, as the other two do, where nothing was done. */
    update(existing: Existing, inputs: ValueMap, log: Log, ignoreChanges?: readonly string[]): Promise<ValueMap>;
    remove(existing: Existing, log: Log): Promise<void>;
}

/** The provider of a type; `config` holds the inputs of the provider resource that the program made, if it made one. */
export type ProviderOf = (type: string, config?: ValueMap) => Provider | undefined;

/** Reads a property that check has made sure is text. */
export function text(value: Value | undefined): string {
    return typeof value === "string" ? value : "";
}
