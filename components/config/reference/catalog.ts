import { keyPath } from "../path";
import type { Setting, Settings } from "../setting";
import type { Type } from "../type";

/** A setting and the pattern of the paths at which it may stand: `services.*.health.interval`. */
export interface CatalogEntry {
    readonly path: string;
    readonly setting: Setting<unknown>;
    /** Whether a shallower place has the same record: what it says there holds here too. */
    readonly repeated: boolean;
}

/** Every setting of the registry, in the order of its files, maps before what is in them. */
export function catalog(settings: Settings): CatalogEntry[] {
    const seen = new Set<Setting<unknown>>();
    return walk(settings, "").map(({ path, setting }) => {
        const repeated = seen.has(setting);
        seen.add(setting);
        return { path, setting, repeated };
    });
}

type Place = Omit<CatalogEntry, "repeated">;

function walk(settings: Settings, parent: string): Place[] {
    return Object.entries(settings).flatMap(([key, setting]) => {
        const path = keyPath(parent, key);
        return [{ path, setting }, ...inside(setting.type, path)];
    });
}

function inside({ parts }: Type<unknown>, path: string): Place[] {
    switch (parts.kind) {
        case "none":
            return [];
        case "keys":
            return walk(parts.settings, path);
        case "items":
            return inside(parts.of, `${path}[]`);
        case "entries":
            return inside(parts.of, `${path}.*`);
    }
}
