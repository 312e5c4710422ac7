import { settings } from "../settings/stack";
import { catalog } from "./catalog";

const places = new Map<string, string>();

for (const { path, setting } of catalog(settings)) {
    const names = [path.slice(path.lastIndexOf(".") + 1), ...(setting.formerly === undefined ? [] : [setting.formerly.name])];
    for (const name of names) {
        places.set(name, places.get(name) ?? path);
    }
}

/** The first place in the registry that has a key of this name, new or former. */
export function placeOf(key: string): string | undefined {
    return places.get(key);
}
