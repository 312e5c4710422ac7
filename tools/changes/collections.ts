import { change, type Change, type Place } from "./change";
import { list } from "./formats";
import type { Shape } from "./shape";

/** Words without an order that matters; `none` is the word for an empty list. */
export function words(none = "none"): Shape<readonly string[]> {
    const show = (items: readonly string[]): string => (items.length === 0 ? none : list(items));
    return {
        show,
        changes(before, after, at) {
            const [come, go] = [without(after, before), without(before, after)];
            if (come.length + go.length === 0) {
                return before.join("\n") === after.join("\n") ? [] : [change(at, `${at.path} in another order: ${after.join(", ")}`)];
            }
            return before.length === 0 || after.length === 0
                ? [change(at, `${at.path} ${show(before)} to ${show(after)}`)]
                : [change(at, `${at.path}: ${comeAndGo(come, go)}`)];
        },
    };
}

export function without(items: readonly string[], others: readonly string[]): string[] {
    return items.filter(item => !others.includes(item));
}

/** `a and b added, c removed`. */
export function comeAndGo(come: readonly string[], go: readonly string[]): string {
    return [...(come.length === 0 ? [] : [`${list(come)} added`]), ...(go.length === 0 ? [] : [`${list(go)} removed`])].join(", ");
}

/** Items that each have a name of their own. */
export interface Pairing<T> {
    readonly name: (item: T) => string;
    readonly come: (item: T, at: Place) => readonly Change[];
    readonly go: (item: T, at: Place) => readonly Change[];
    readonly both: (before: T, after: T, at: Place) => readonly Change[];
}

/** Compares items by their names; those that come and go are told before those that stay. */
export function paired<T>(before: readonly T[], after: readonly T[], at: Place, { name, come, go, both }: Pairing<T>): Change[] {
    const old = new Map(before.map(item => [name(item), item]));
    const names = new Set(after.map(name));
    return [
        ...before.filter(item => !names.has(name(item))).flatMap(item => go(item, at)),
        ...after.filter(item => !old.has(name(item))).flatMap(item => come(item, at)),
        ...after.flatMap(item => {
            const same = old.get(name(item));
            return same === undefined ? [] : both(same, item, at);
        }),
    ];
}

/** Items with names, of which all but the name is compared. */
export function named<T extends object>(nameOf: (item: T) => string, shape: Shape<T>): Shape<readonly T[]> {
    return {
        show: items => (items.length === 0 ? "none" : list(items.map(nameOf))),
        changes: (before, after, at) =>
            paired(before, after, at, {
                name: nameOf,
                come: item => [change(at, `${at.path}: ${nameOf(item)} added, ${shape.show(item)}`)],
                go: item => [change(at, `${at.path}: ${nameOf(item)} removed`)],
                both: (old, item) => shape.changes(old, item, { ...at, path: `${at.path}[${nameOf(item)}]` }),
            }),
    };
}
