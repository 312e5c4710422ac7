import type { Instance } from "../../../components/config/model";
import { endpoint } from "../../../components/targets/addresses";
import { change, weights, type Change, type Place } from "../change";
import { comeAndGo } from "../collections";
import { count } from "../formats";
import { below, fields, orNone, ownName } from "../shape";
import { backupChanges } from "./pods";
import { number } from "./values";

const instance = fields<Instance>({ address: ownName, port: number, weight: number, maxConnections: orNone(number) });

/** Who says how many there are: a list of addresses, a number of slots whose names follow from it, or the pods, for which one entry stands. */
export type CountedBy = "addresses" | "slots" | "pods";

/** The instances that requests go to. */
export function instanceChanges(before: readonly Instance[], after: readonly Instance[], at: Place, by: CountedBy): Change[] {
    return [...numberChanges(before, after, at, by), ...staying(before, after, below(at, "instances"))];
}

/** Those that serve when all others are down. */
export function backupInstanceChanges(before: readonly Instance[], after: readonly Instance[], at: Place, by: CountedBy): Change[] {
    const counted = (by === "pods" ? [] : backupChanges(before.length, after.length, at)).map(each => ({ ...each, text: each.text + names(before, after, by) }));
    const others = before.length !== after.length || replaced(before, after) === "" ? [] : [change(at, `backup: ${replaced(before, after)}`, weights.scaled)];
    return [...counted, ...others, ...staying(before, after, below(at, "backup"))];
}

function numberChanges(before: readonly Instance[], after: readonly Instance[], at: Place, by: CountedBy): Change[] {
    if (before.length !== after.length) {
        return [change(at, `${String(before.length)} to ${count(after.length, "instance")}${names(before, after, by)}`, weights.scaled)];
    }
    const other = replaced(before, after);
    return other === "" ? [] : [change(at, other, weights.scaled)];
}

function names(before: readonly Instance[], after: readonly Instance[], by: CountedBy): string {
    const other = replaced(before, after);
    return by === "addresses" && other !== "" ? ` (${other})` : "";
}

function replaced(before: readonly Instance[], after: readonly Instance[]): string {
    const keyOf = keys(before, after);
    const come = after.filter(one => !before.some(other => keyOf(other) === keyOf(one)));
    const go = before.filter(one => !after.some(other => keyOf(other) === keyOf(one)));
    return comeAndGo(come.map(endpoint), go.map(endpoint));
}

/** By its address where that is enough to tell it from the others, so that another port is a change of it. */
function keys(...sides: readonly (readonly Instance[])[]): (instance: Instance) => string {
    const unique = sides.every(instances => new Set(instances.map(({ address }) => address)).size === instances.length);
    return unique ? ({ address }) => address : endpoint;
}

/** What is the same change for all that stay is said once. */
function staying(before: readonly Instance[], after: readonly Instance[], at: Place): Change[] {
    const keyOf = keys(before, after);
    const pairs = after.flatMap(now => {
        const old = before.find(one => keyOf(one) === keyOf(now));
        return old === undefined ? [] : [{ old, now }];
    });
    const everywhere = pairs.map(({ old, now }) => instance.changes(old, now, { ...at, path: "" }));
    const texts = everywhere.map(changes => changes.map(({ text }) => text.trim()).join("; "));
    if (pairs.length > 1 && new Set(texts).size === 1) {
        return (everywhere[0] ?? []).map(({ text }) => change(at, `${text.trim()} of all ${at.path}`));
    }
    return pairs.flatMap(({ old, now }) => instance.changes(old, now, { ...at, path: "" }).map(({ text }) => change(at, `${text.trim()} of ${endpoint(old)}`)));
}
