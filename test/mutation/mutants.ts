import { isDeepStrictEqual } from "node:util";
import { isMap } from "../../components/config/found";
import { itemPath, keyPath } from "../../components/config/path";
import type { RawConfig } from "../../components/config/validate";
import { substitutes, type Change } from "./changes";

/** A stack's settings with one place of them changed. */
export interface Mutant {
    /** Of the place that was changed, as problems name it. */
    readonly path: string;
    readonly change: Change;
    /** What stood there. */
    readonly before: unknown;
    /** What stands there now; undefined: nothing. */
    readonly after: unknown;
    readonly raw: RawConfig;
}

/** One place of a stack file, and what the whole looks like with something else there. */
export interface Place {
    readonly path: string;
    readonly value: unknown;
    /** undefined takes it away. */
    with(value: unknown): RawConfig;
    /** The name that the place has in its map; undefined: it is an item of a list. */
    readonly key: string | undefined;
    /** The whole, with another name for the place. */
    renamed(key: string): RawConfig;
    /** The whole, with the place there twice; a map can't have that. */
    twice(): RawConfig | undefined;
}

/** Every mutant of a stack's settings: each place, changed in every way, one at a time. */
export function mutantsOf(raw: RawConfig): Mutant[] {
    return placesOf(raw).flatMap(mutantsAt);
}

/** Every place of a stack's settings, those that hold others among them. */
export function placesOf(raw: RawConfig): Place[] {
    return placesIn(raw, "", (whole) => whole as RawConfig);
}

function mutantsAt(place: Place): Mutant[] {
    const { path, value, key } = place;
    const at = (change: Change, after: unknown, raw: RawConfig): Mutant => ({ path, change, before: value, after, raw });
    const repeated = place.twice();
    return [
        at("removed", undefined, place.with(undefined)),
        ...substitutes(value).filter(({ value: after }) => !isDeepStrictEqual(after, value)).map(({ change, value: after }) => at(change, after, place.with(after))),
        ...(key === undefined ? [] : [at("name misspelt", value, place.renamed(misspelt(key)))]),
        ...(repeated === undefined ? [] : [at("duplicated", value, repeated)]),
    ];
}

/** As a slip of the finger would have it. */
export function misspelt(word: string): string {
    return word.length < 2 ? `${word}x` : `${word.slice(0, -2)}${word.slice(-1)}${word.slice(-2, -1)}x`;
}

type Rebuild = (value: unknown) => RawConfig;

function placesIn(node: unknown, path: string, rebuild: Rebuild): Place[] {
    if (Array.isArray(node)) {
        return node.flatMap((_, index) => itemPlaces(node, index, path, rebuild));
    }
    return isMap(node) ? Object.keys(node).flatMap((key) => keyPlaces(node, key, path, rebuild)) : [];
}

function itemPlaces(items: readonly unknown[], index: number, parent: string, rebuild: Rebuild): Place[] {
    const path = itemPath(parent, index);
    const put: Rebuild = (value) => rebuild(value === undefined ? items.filter((_, i) => i !== index) : items.with(index, value));
    const place: Place = { path, value: items[index], with: put, key: undefined, renamed: () => put(items[index]), twice: () => rebuild([...items, items[index]]) };
    return [place, ...placesIn(items[index], path, put)];
}

function keyPlaces(map: Readonly<Record<string, unknown>>, key: string, parent: string, rebuild: Rebuild): Place[] {
    const path = keyPath(parent, key);
    const entries = Object.entries(map);
    const put: Rebuild = (value) => rebuild(Object.fromEntries(value === undefined ? entries.filter(([name]) => name !== key) : entries.map(([name, old]) => [name, name === key ? value : old])));
    const renamed = (to: string): RawConfig => rebuild(Object.fromEntries(entries.map(([name, value]) => [name === key ? to : name, value])));
    return [{ path, value: map[key], with: put, key, renamed, twice: () => undefined }, ...placesIn(map[key], path, put)];
}
