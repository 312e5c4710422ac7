import type { ResourceState } from "./resource-state";
import { mapValues, secret, Secret, type ValueMap } from "./values";

/** Marks the outputs that have to be secret: those the program names, and those that repeat a secret input. */
export function sealed(outputs: ValueMap, draft: ResourceState): ValueMap {
    const asked = new Set(draft.additionalSecretOutputs);
    return mapValues(outputs, (value, key) => (asked.has(key) || draft.inputs[key] instanceof Secret ? secret(value) : value));
}
