import type { ResourceState } from "./resource-state";
import { containsUnknown, equal, isList, isMap, mapValues, Secret, Unknown, type Value, type ValueMap } from "./values";
import { stackType } from "./urn";

/** A component's state with the outputs that it registered. */
export function withOutputs(state: ResourceState, outputs: ValueMap, preview: boolean): ResourceState {
    const known = preview ? outputs : knownOf(outputs, state.outputs);
    return equal(known, state.outputs) ? state : { ...state, outputs: known };
}

/** Where a resource failed, what depends on it is not known: it stays what it was. */
function knownOf(outputs: ValueMap, before: ValueMap): ValueMap {
    const entries = Object.entries(outputs).map(([name, value]) => [name, containsUnknown(value) ? before[name] : value] as const);
    return Object.fromEntries(entries.filter((entry): entry is [string, Value] => entry[1] !== undefined));
}

/**
 * What the program exports, as it was last settled, with what is not known yet only named.
 *
 * @param open shows secrets; otherwise they are only named too.
 */
export function stackOutputs(resources: readonly ResourceState[], open = false): Readonly<Record<string, unknown>> {
    const stack = resources.find(({ type }) => type === stackType);
    return stack === undefined ? {} : mapValues(stack.outputs, value => shown(value, open));
}

function shown(value: Value, open: boolean): Value {
    if (value instanceof Secret) {
        return open ? shown(value.value, open) : "[secret]";
    }
    if (value instanceof Unknown) {
        return "[unknown]";
    }
    if (isList(value)) {
        return value.map(item => shown(item, open));
    }
    return isMap(value) ? mapValues(value, item => shown(item, open)) : value;
}
