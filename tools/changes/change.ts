/** How much a change matters to the users of the site; what matters more is said first. */
export const weights = {
    /** The whole stack is made anew somewhere else. */
    moved: 0,
    /** Somebody who was served is served no more, or otherwise. */
    lost: 1,
    /** What keeps strangers and mistakes out keeps out less. */
    guard: 2,
    added: 3,
    scaled: 4,
    image: 5,
    certificate: 6,
    ordinary: 7,
    /** Comes with another change, such as a number that is counted from it. */
    follows: 8,
} as const;

export type Weight = (typeof weights)[keyof typeof weights];

/** What a change is about: one service, one of its routes, or the stack, whose settings name themselves. */
export interface Subject {
    readonly kind: "stack" | "service" | "route";
    /** `app`, `app /monitoring`; empty for the stack. */
    readonly name: string;
}

export const wholeStack: Subject = { kind: "stack", name: "" };

/** One difference between two models, in words. Never holds the value of a secret. */
export interface Change {
    readonly subject: Subject;
    /** `timeouts.read 1m to 90s`; without the subject and a full stop. */
    readonly text: string;
    readonly weight: Weight;
    /** What it means for clients where that is easily overlooked: a whole sentence. */
    readonly risk?: string;
}

/** Where in the model a comparison is, as the stack file calls the place. */
export interface Place {
    readonly subject: Subject;
    /** `timeouts.read`; of a service, its own part alone. */
    readonly path: string;
}

export function change({ subject }: Place, text: string, weight: Weight = weights.ordinary, risk?: string): Change {
    return { subject, text, weight, ...(risk === undefined ? {} : { risk }) };
}

/** The same changes, as ones that matter at least that much. */
export function atLeast(weight: Weight, changes: readonly Change[]): Change[] {
    return changes.map(each => ({ ...each, weight: each.weight < weight ? each.weight : weight }));
}

/** The same changes with a word on what they mean to clients. */
export function risking(risk: string, changes: readonly Change[]): Change[] {
    return atLeast(weights.lost, changes).map(each => ({ ...each, risk }));
}

/** The same changes with a word on what is protected less. */
export function weakening(risk: string, changes: readonly Change[]): Change[] {
    return atLeast(weights.guard, changes).map(each => ({ ...each, risk }));
}
