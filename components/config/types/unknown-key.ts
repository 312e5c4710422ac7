import { nearest } from "../nearest";
import type { Settings } from "../setting";
import type { At } from "../type";

/** What to do about a key that does not exist: the nearest name here, else the block that has a key of this name. */
export function unknownKeyFix(key: string, known: readonly string[], settings: Settings, at: At): string {
    const renamed = known.find((name) => settings[name]?.formerly?.name === key || settings[name]?.elsewhere?.includes(key) === true);
    const near = renamed ?? nearest(key, known);
    if (near !== undefined) {
        return `Did you mean ${near}?`;
    }
    const place = at.belongsTo?.(key, at.path);
    return place === undefined ? "Remove it, or correct its name." : `Did you mean \`${place}\`?`;
}
