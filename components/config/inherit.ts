import type { Complete } from "./complete";
import { inherited, type Inherited, type InheritedSetting } from "./setting";

/**
 * The value that holds: the first that is given, nearest level first, else the built-in one.
 * Undefined when the level that decides is wrong, so that no rule judges a value that nobody wrote.
 */
export function nearestGiven<T, V extends T | Inherited | undefined>(
    setting: InheritedSetting<T>,
    ...levels: readonly V[]
): Complete<T> | Exclude<V, Inherited> {
    for (const value of levels) {
        if (value !== inherited) {
            return value as Exclude<V, Inherited>;
        }
    }
    return setting.builtin;
}
