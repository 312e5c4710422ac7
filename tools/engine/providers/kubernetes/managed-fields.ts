import { parsePath, type PropertyPath } from "../../property-path";
import { isList, isMap, type Value, type ValueMap } from "../../values";
import { text } from "../provider";
import { metadataOf } from "./manifest";

/** Who has set which fields of an object, as the cluster keeps it. */
interface Entry {
    readonly manager: string;
    readonly operation: string;
    readonly subresource: string;
    readonly fields: ValueMap;
    readonly whole: ValueMap;
}

function entriesOf(live: ValueMap): Entry[] {
    const { managedFields } = metadataOf(live);
    return (isList(managedFields) ? managedFields.filter(isMap) : []).map(whole => ({
        manager: text(whole["manager"]),
        operation: text(whole["operation"]),
        subresource: text(whole["subresource"]),
        fields: mapOf(whole["fieldsV1"]),
        whole,
    }));
}

export function isManagedBy(live: ValueMap, managers: readonly string[]): boolean {
    return entriesOf(live).some(({ manager }) => managers.includes(manager));
}

/** Whether the object is older than the cluster's record of who sets what. */
export function isUnmanaged(live: ValueMap): boolean {
    return entriesOf(live).length === 0;
}

/**
 * What is to be applied, without changes at the ignored paths: a field that others have set and we have not is left out, so
 * that it stays theirs; any other is as it is in the cluster.
 */
export function leavingIgnored(wanted: ValueMap, live: ValueMap, ignoreChanges: readonly string[], manager: string): ValueMap {
    const entries = entriesOf(live);
    const isSetBy = (who: (name: string) => boolean, path: PropertyPath): boolean => entries.some(entry => who(entry.manager) && hasField(entry.fields, path));
    return ignoreChanges.map(parsePath).reduce((map, path) => {
        if (isSetBy(name => name !== manager, path) && !isSetBy(name => name === manager, path)) {
            return replaced(map, path, undefined);
        }
        const now = valueAt(live, path);
        return now === undefined ? map : replaced(map, path, now);
    }, wanted);
}

function hasField(fields: ValueMap, path: PropertyPath): boolean {
    const [step, ...rest] = path;
    if (step === undefined) {
        return true;
    }
    const inside = fields[`f:${String(step)}`];
    return inside !== undefined && hasField(mapOf(inside), rest);
}

function valueAt(map: ValueMap, [step, ...rest]: PropertyPath): Value | undefined {
    const value = step === undefined ? undefined : map[step];
    return rest.length === 0 || value === undefined ? value : valueAt(mapOf(value), rest);
}

function replaced(map: ValueMap, [step = "", ...rest]: PropertyPath, value: Value | undefined): ValueMap {
    const { [step]: before, ...others } = map;
    if (rest.length > 0) {
        return isMap(before) || value !== undefined ? { ...map, [step]: replaced(mapOf(before), rest, value) } : map;
    }
    return value === undefined ? others : { ...map, [step]: value };
}

/** Whose fields the provider takes over: those of kubectl's commands, and its own where it did not apply. Beginnings of names. */
const formerly = { Apply: ["kubectl"], Update: ["kubectl", "before-first-apply", "pulumi-kubernetes", "pulumi-resource-kubernetes"] };

/**
 * The record of who sets what, with the manager in the place of those that would otherwise stay owners of what it no longer
 * sets; undefined where there are none.
 */
export function adoptedBy(manager: string, live: ValueMap): Value | undefined {
    const entries = entriesOf(live);
    const taken = entries.filter(isFormer);
    const [first] = taken;
    if (first === undefined) {
        return undefined;
    }
    const own = entries.find(entry => entry.subresource === "" && entry.manager === manager && entry.operation === "Apply");
    const kept = entries.filter(entry => entry !== own && !taken.includes(entry)).map(({ whole }) => whole);
    const fieldsV1 = [...(own === undefined ? [] : [own]), ...taken].map(({ fields }) => fields).reduce(merged);
    return [...kept, { ...(own ?? first).whole, manager, operation: "Apply", fieldsV1 }];
}

function isFormer({ manager, operation, subresource }: Entry): boolean {
    const beginnings = operation === "Apply" || operation === "Update" ? formerly[operation] : [];
    return subresource === "" && beginnings.some(beginning => manager.startsWith(beginning));
}

function merged(a: ValueMap, b: ValueMap): ValueMap {
    const both = Object.entries(b).map(([name, value]) => [name, a[name] === undefined ? value : merged(mapOf(a[name]), mapOf(value))] as const);
    return { ...a, ...Object.fromEntries(both) };
}

function mapOf(value: Value | undefined): ValueMap {
    return isMap(value) ? value : {};
}
