/** What brings a stack up: the Pulumi CLI, or the embedded engine where that cannot be had. */
export interface Engine {
    /** Shows what `up` would change; with `diff`, line by line. */
    preview(options: { readonly diff: boolean }): Promise<void>;
    up(): Promise<void>;
    /** Removes all resources and then what the engine keeps of the stack. */
    destroy(): Promise<void>;
    /** Forgets the stack without touching what it describes; only for a host that is thrown away as a whole. */
    forget(): Promise<void>;
    /** The outputs of the last `up`, secrets only named unless they are asked for; undefined when the stack is not up. */
    outputs(options?: { readonly showSecrets: boolean }): Promise<Readonly<Record<string, unknown>> | undefined>;
}
