import type { Terms, Verdict } from "../../policy/judge";
import type { ResourceChange } from "./cli/preview-digest";

/** What a stack is held to, and what the policies say of it before anything runs. */
export interface Judged {
    readonly terms: Terms;
    /** What is broken of all that could be seen. */
    readonly verdicts: readonly Verdict[];
    /** Why not all of it could: the program ends with errors, or has secrets that nobody but the CLI can open. Empty: they saw everything. */
    readonly unseen: readonly string[];
}

/** `unjudged`: nobody has asked the policies yet. */
export type Judgement = "kept" | "refused" | "unjudged";

export interface PreviewOptions {
    /** Whether to show what changes line by line. */
    readonly diff: boolean;
    readonly terms: Terms;
    /** Takes out of a line what nobody is to see. */
    readonly hide: (line: string) => string;
}

/** What a preview comes to. */
export interface Previewed {
    readonly judgement: Judgement;
    /** How many resources `up` would make, change, replace or remove. */
    readonly changing: number;
}

/** What brings a stack up: the Pulumi CLI, or the embedded engine where that cannot be had. */
export interface Engine {
    /** Shows what `up` would change. Whoever runs the policies as well shows what they say. */
    preview(options: PreviewOptions): Promise<Previewed>;
    up(policies: Judged): Promise<void>;
    /** Removes all resources and then what the engine keeps of the stack. */
    destroy(): Promise<void>;
    /** Forgets the stack without touching what it describes; only for a host that is thrown away as a whole. */
    forget(): Promise<void>;
    /** The state as a deployment, with its secrets sealed; undefined where there is none. */
    exportState(): Promise<string | undefined>;
    /** What an update would put back because it has changed since the last `up`; undefined where the engine has no refresh that tells. */
    drift(): Promise<readonly ResourceChange[] | undefined>;
    /** The outputs of the last `up`, secrets only named unless they are asked for; undefined when the stack is not up. */
    outputs(options?: { readonly showSecrets: boolean }): Promise<Readonly<Record<string, unknown>> | undefined>;
}
