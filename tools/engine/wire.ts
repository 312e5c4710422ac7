import { isList, isMap, mapValues, Secret, unknown, Unknown, type Value, type ValueMap } from "./values";

/**
 * Pulumi's encoding of property values, on the wire to the program and in a deployment.
 *
 * The signatures are constants of Pulumi's (`runtime/rpc.ts`, `sdk/go/common/resource/sig`).
 */
export const signatureKey = "4dabf18193072939515e22adb298388d";
export const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** JSON, as protobuf's `Struct` takes and gives it. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Reads what the program sent. */
export function fromWire(json: Json): Value {
    if (json === unknownText) {
        return unknown;
    }
    if (Array.isArray(json)) {
        return json.map(fromWire);
    }
    return isObject(json) ? fromObject(json) : (json as Value);
}

function fromObject(json: Record<string, Json>): Value {
    const signature = json[signatureKey];
    if (signature === secretSignature) {
        return new Secret(fromWire(json["value"] ?? null));
    }
    if (signature !== undefined) {
        throw new Error("Assets and archives need the Pulumi CLI: the embedded engine knows plain values and secrets alone.");
    }
    return fromWireMap(json);
}

export function fromWireMap(json: Record<string, Json>): ValueMap {
    return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, fromWire(value)]));
}

/** Writes what the program gets back. */
export function toWire(value: Value): Json {
    if (value instanceof Secret) {
        return { [signatureKey]: secretSignature, value: toWire(value.value) };
    }
    if (value instanceof Unknown) {
        return unknownText;
    }
    if (isList(value)) {
        return value.map(toWire);
    }
    return isMap(value) ? toWireMap(value) : value;
}

export function toWireMap(map: ValueMap): Record<string, Json> {
    return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, toWire(value)]));
}

export function isObject(json: Json | undefined): json is Record<string, Json> {
    return typeof json === "object" && json !== null && !Array.isArray(json);
}

/** The values of a map that the program may go on with when a resource failed: none of them is known. */
export function withoutKnowledge(map: ValueMap): ValueMap {
    return mapValues(map, () => unknown);
}
