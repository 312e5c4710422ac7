import { changesBetween } from "../changes";
import { equal, unwrap, type ValueMap } from "../values";
import type { Difference } from "./provider";

/** For resources that are made anew on every change. What is secret and what is not makes no difference to them. */
export function replaceOnly(before: ValueMap, after: ValueMap, updatable: readonly string[] = []): Difference {
    const changes = changesBetween(before, after).filter(change => !equal(unwrap(change.before), unwrap(change.after)));
    const because = changes.map(({ path }) => path).filter(([name]) => !updatable.includes(String(name)));
    if (changes.length === 0) {
        return { kind: "same" };
    }
    return because.length > 0 ? { kind: "replace", changes, because } : { kind: "update", changes };
}
