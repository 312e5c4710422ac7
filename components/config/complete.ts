/** A draft without gaps: what a stack file reads as when nothing is wrong with it. */
export type Complete<D> = D extends string | number | boolean | symbol | null
    ? D
    : D extends readonly (infer Item)[]
      ? readonly Complete<Exclude<Item, undefined>>[]
      : { readonly [K in keyof D]: Complete<Exclude<D[K], undefined>> };

/** Whether nothing in the draft was left out because it was wrong. */
export function isComplete<D>(draft: D): draft is D & Complete<D> {
    if (typeof draft !== "object" || draft === null) {
        return draft !== undefined;
    }
    return Object.values(draft).every((part: unknown) => isComplete(part));
}
