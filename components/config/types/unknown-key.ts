import { nearest } from "../nearest";
import type { Settings } from "../setting";

/** What to do about a key that does not exist: the nearest name, or the one that has replaced it. */
export function unknownKeyFix(key: string, known: readonly string[], settings: Settings): string {
    const renamed = known.find((name) => settings[name]?.formerly?.name === key);
    const near = renamed ?? nearest(key, known);
    return near === undefined ? "Remove it, or correct its name." : `Did you mean ${near}?`;
}
