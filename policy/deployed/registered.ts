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
    /** For each property, the URNs of the resources that it is made from: `image` of a container leads to the image that is pulled. */
    readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
    /** Paths of what Pulumi keeps secret, such as `stdin` or `envs[3]`; undefined: the engine does not tell, as the CLI's analyzer does not. */
    readonly secrets: readonly string[] | undefined;
}

/** What is known only when the resource is there. */
export const unknown: unique symbol = Symbol("unknown");

export type Prop = null | boolean | number | string | typeof unknown | readonly Prop[] | Props;

export interface Props {
    readonly [key: string]: Prop;
}
