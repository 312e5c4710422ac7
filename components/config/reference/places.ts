import { settings } from "../settings/stack";
import type { TargetKind } from "../type";
import { catalog, type CatalogEntry } from "./catalog";

const places = new Map<string, CatalogEntry[]>();

for (const entry of catalog(settings)) {
    const { path, setting } = entry;
    const names = [path.slice(path.lastIndexOf(".") + 1), ...(setting.formerly === undefined ? [] : [setting.formerly.name])];
    for (const name of names) {
        places.set(name, [...(places.get(name) ?? []), entry]);
    }
}

/**
 * The place in the registry that has a key of this name, new or former, and is one on the target: one whose block is
 * called as the block where it was found, else the first.
 */
export function placeOf(key: string, block: string, target: TargetKind | undefined): string | undefined {
    const known = places.get(key)?.filter(({ setting }) => target === undefined || setting.targets?.includes(target) !== false) ?? [];
    return (known.find(({ path }) => path.endsWith(`.${block}.${key}`)) ?? known[0])?.path;
}
