import { keyPath } from "../../components/config/path";
import { change, type Change, type Place } from "./change";
import { text } from "./formats";
import { maskedCommand } from "./secrecy";

/**
 * How a part of the model is compared and put into words. There is one for every field of the model, so a field that has none
 * does not compile, and nothing changes without a word.
 */
export interface Shape<T> {
    changes(before: T, after: T, at: Place): readonly Change[];
    /** The whole of it, on one line. */
    show(value: T): string;
    /** What the stack file calls it where that is not the model's own name; empty for what is no level there. */
    readonly label?: string;
}

/** One for each field. */
export type Shapes<T> = { readonly [K in keyof T]-?: Shape<T[K]> };

export function below({ subject, path }: Place, key: string): Place {
    return { subject, path: key === "" ? path : keyPath(path, key) };
}

export function called<T>(label: string, shape: Shape<T>): Shape<T> {
    return { ...shape, label };
}

/** A single value. */
export function leaf<T extends string | number | boolean>(show: (value: T) => string): Shape<T> {
    return { show, changes: (before, after, at) => (before === after ? [] : [change(at, `${at.path} ${fromTo(show(before), show(after))}`)]) };
}

function fromTo(before: string, after: string): string {
    return before === after ? "is another one" : `${before} to ${after}`;
}

/** Fields, each by itself. */
export function fields<T extends object>(shapes: Shapes<T>): Shape<T> {
    return {
        show: value => `{ ${entries(shapes).map(([key, shape]) => `${shape.label ?? key}: ${shape.show(value[key])}`).join(", ")} }`,
        changes: (before, after, at) => entries(shapes).flatMap(([key, shape]) => fieldChanges(before[key], after[key], shape, below(at, shape.label ?? key))),
    };
}

/** A state that an earlier version wrote may lack fields, and an engine may drop those that are null. */
export function fieldChanges<V>(before: V | undefined, after: V, shape: Shape<V>, at: Place): readonly Change[] {
    if (before === undefined && after !== null) {
        return [change(at, `${at.path} is ${shape.show(after)}, where nothing is known of before`)];
    }
    return shape.changes(before ?? (null as V), after, at);
}

function entries<T extends object>(shapes: Shapes<T>): [keyof T & string, Shape<T[keyof T]>][] {
    return Object.entries(shapes) as [keyof T & string, Shape<T[keyof T]>][];
}

/** Something that may not be there; `without` is the word for that. */
export function orNone<T>(shape: Shape<T>, without = "off"): Shape<T | null> {
    const show = (value: T | null): string => (value === null ? without : shape.show(value));
    return {
        ...(shape.label === undefined ? {} : { label: shape.label }),
        show,
        changes(before, after, at) {
            if (before === null || after === null) {
                return before === after ? [] : [change(at, `${at.path} ${show(before)} to ${show(after)}`)];
            }
            return shape.changes(before, after, at);
        },
    };
}

/** A command: words whose order is what matters. */
export const command: Shape<readonly string[]> = {
    show: argv => text(maskedCommand(argv)),
    changes: (before, after, at) => (before.join("\0") === after.join("\0") ? [] : [change(at, `${at.path} ${fromTo(quoted(before), quoted(after))}`)]),
};

function quoted(argv: readonly string[]): string {
    return `"${text(maskedCommand(argv))}"`;
}

/** A name that is compared with its like alone, so never differs. */
export const ownName: Shape<string> = { show: text, changes: () => [] };
