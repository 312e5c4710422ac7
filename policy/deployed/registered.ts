/** A resource as a program registers it: what the CLI hands to a policy pack and what the embedded engine records are both made into this. */
export interface Registered {
    /** `command:remote:Command`. */
    readonly type: string;
    /** The last part of the URN. */
    readonly name: string;
    readonly urn: string;
    /** With secrets opened. What a preview cannot know is `unknown`. */
    readonly props: Props;
    readonly parent: string | undefined;
    /** Whether Pulumi refuses to delete it. */
    readonly protect: boolean;
    /** Whether it outlives the stack; undefined: the engine does not tell, as the CLI's analyzer does not. */
    readonly retainOnDelete: boolean | undefined;
}

/** What is known only when the resource is there. */
export const unknown: unique symbol = Symbol("unknown");

export type Prop = null | boolean | number | string | typeof unknown | readonly Prop[] | Props;

export interface Props {
    readonly [key: string]: Prop;
}
