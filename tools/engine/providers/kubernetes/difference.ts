import { changesBetween, type Change } from "../../changes";
import { covers, parsePath, type PropertyPath } from "../../property-path";
import { contains, equal, isList, isMap, Unknown, unwrap, type Value, type ValueMap } from "../../values";
import type { Difference, Existing } from "../provider";
import type { Kind } from "./kinds";
import { lastApplied, placeOf } from "./manifest";
import { sameQuantity } from "./quantity";
import type { Settings } from "./settings";

/** What the provider makes of edited inputs. */
export function difference(kind: Kind, settings: Settings, existing: Existing, inputs: ValueMap, ignoreChanges: readonly string[]): Difference {
    const ignored = ignoreChanges.map(parsePath);
    const all = changesBetween(lastApplied(existing), inputs);
    const changes = all.filter(change => meansSomething(change) && !ignored.some(pattern => covers(pattern, change.path)));
    const fixed = fixedPaths(kind, settings, inputs);
    const because = changes.filter(change => fixed.some(path => reaches(change, path))).map(({ path }) => path);
    if (changes.length === 0) {
        return { kind: "same" };
    }
    return because.length > 0 ? { kind: "replace", changes, because, deleteFirst: keepsItsPlace(kind, existing, inputs) } : { kind: "update", changes };
}

/** An object of the same name can't come before the old one has gone. */
function keepsItsPlace(kind: Kind, existing: Existing, inputs: ValueMap): boolean {
    const [before, after] = [placeOf(kind, lastApplied(existing)), placeOf(kind, inputs)];
    return before.name === after.name && before.namespace === after.namespace;
}

function fixedPaths({ kind, fixed, content }: Kind, { mutable }: Settings, inputs: ValueMap): PropertyPath[] {
    const isFixed = !mutable.includes(kind) || inputs["immutable"] === true;
    return ["metadata.name", "metadata.namespace", ...fixed, ...(isFixed ? content : [])].map(parsePath);
}

/** Whether the change is at the path, below it, or of something that holds it. */
function reaches({ path, before, after }: Change, fixed: PropertyPath): boolean {
    const inside = (value: Value): boolean => holds(unwrap(value), fixed.slice(path.length));
    return covers(fixed, path) || (covers(path, fixed) && (inside(before) || inside(after)));
}

function holds(value: Value, path: PropertyPath): boolean {
    const [step, ...rest] = path;
    return step === undefined || (isMap(value) && value[step] !== undefined && holds(value[step], rest));
}

function meansSomething({ path, before, after }: Change): boolean {
    const [was, is] = [unwrap(before), unwrap(after)];
    if (contains(is, item => item instanceof Unknown)) {
        return true;
    }
    return !equal(was, is) && !(isNothing(was) && isNothing(is)) && !sameQuantity(path, was, is);
}

/** The cluster tells an empty list from none nowhere. */
function isNothing(value: Value): boolean {
    return value === null || (isList(value) && value.length === 0);
}
