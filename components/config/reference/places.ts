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

/** The first place in the registry that has a key of this name, new or former, and is one on the target. */
export function placeOf(key: string, target: TargetKind | undefined): string | undefined {
    return places.get(key)?.find(({ setting }) => target === undefined || setting.targets?.includes(target) !== false)?.path;
}
