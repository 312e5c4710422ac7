import { settings } from "../settings/stack";
import type { TargetKind } from "../type";
import { catalog, type CatalogEntry } from "./catalog";

type Names = (entry: CatalogEntry) => readonly string[];

const ours: Names = ({ path, setting }) => [path.slice(path.lastIndexOf(".") + 1), ...(setting.formerly === undefined ? [] : [setting.formerly.name])];
const theirs: Names = ({ setting }) => setting.elsewhere ?? [];

/** Every key with its places, those that are called so before those that other programs call so. */
const places = new Map<string, CatalogEntry[]>();

for (const names of [ours, theirs]) {
    for (const entry of catalog(settings)) {
        for (const name of names(entry)) {
            places.set(name, [...(places.get(name) ?? []), entry]);
        }
    }
}

/**
 * The place in the registry that has a key of this name, ours, a former one or other people's, and is one on the target: one whose block is
 * called as the block where it was found, else the first.
 */
export function placeOf(key: string, block: string, target: TargetKind | undefined): string | undefined {
    const known = places.get(key)?.filter(({ setting }) => target === undefined || setting.targets?.includes(target) !== false) ?? [];
    return (known.find(({ path }) => path.endsWith(`.${block}.${key}`)) ?? known[0])?.path;
}
