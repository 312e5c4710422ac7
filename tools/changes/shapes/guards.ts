import { weakening } from "../change";
import { without, words } from "../collections";
import { list } from "../formats";
import type { Shape } from "../shape";

/** Whom an empty list lets in. */
export type Empty = "none" | "all";

/** Who may do something; whoever comes to it is told of. `may` is what: `reach what is for operators`. */
export function admitted(empty: Empty, may: string): Shape<readonly string[]> {
    const shape = words(empty);
    return {
        ...shape,
        changes(before, after, at) {
            const who = newcomers(before, after, empty);
            return who === undefined ? shape.changes(before, after, at) : weakening(`From now on ${who} may ${may}.`, shape.changes(before, after, at));
        },
    };
}

function newcomers(before: readonly string[], after: readonly string[], empty: Empty): string | undefined {
    if (empty === "all" && (before.length === 0 || after.length === 0)) {
        return before.length === after.length || before.length === 0 ? undefined : "everybody";
    }
    const come = without(after, before);
    return come.length === 0 ? undefined : list(come);
}

/** A protection that may be off. */
export function guarding<T>(risk: string, shape: Shape<T | null>): Shape<T | null> {
    return {
        ...shape,
        changes: (before, after, at) => (before !== null && after === null ? weakening(risk, shape.changes(before, after, at)) : shape.changes(before, after, at)),
    };
}
