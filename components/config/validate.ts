import { isComplete } from "./complete";
import type { Model } from "./model";
import { comparePaths } from "./path";
import type { Problem } from "./problem";
import { placeOf } from "./reference/places";
import { resolve } from "./resolve/model";
import { brokenRules } from "./rules/rules";
import { stack, targetOf } from "./settings/stack";

/** A stack's settings as YAML gives them, by the part of the key after `evenkeel:`. */
export type RawConfig = Readonly<Record<string, unknown>>;

export type Validated = { readonly model: Model } | { readonly problems: readonly Problem[] };

/** Checks a whole stack file: the model, or every problem at once, in the order of their paths. Never throws. */
export function validate(raw: RawConfig): Validated {
    const problems: Problem[] = [];
    const target = targetOf(raw);
    const draft = stack.read(raw, { path: "", problems, belongsTo: (key, block) => placeOf(key, block, target), target });
    problems.push(...(draft === undefined ? [] : brokenRules(draft)));
    if (problems.length === 0 && draft !== undefined && isComplete(draft)) {
        return { model: resolve(draft) };
    }
    return { problems: problems.sort((a, b) => comparePaths(a.path, b.path)) };
}
