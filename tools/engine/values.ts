/**
 * Property values as the engine holds them: plain data with two markers, for what is secret and for what a preview cannot
 * know yet.
 */
export type Value = null | boolean | number | string | Secret | Unknown | readonly Value[] | ValueMap;

export interface ValueMap {
    readonly [key: string]: Value;
}

/** A value that is written encrypted and shown as `[secret]`. */
export class Secret {
    constructor(readonly value: Value) {}
}

/** A value that is known only once a resource has been created. */
export class Unknown {
    private readonly kind = "unknown";
}

export const unknown = new Unknown();

export function isMap(value: Value | undefined): value is ValueMap {
    return typeof value === "object" && value !== null && !isList(value) && !(value instanceof Secret) && !(value instanceof Unknown);
}

export function isList(value: Value | undefined): value is readonly Value[] {
    return Array.isArray(value);
}

/** The value without its secret markers, at every depth. */
export function unwrap(value: Value): Value {
    if (value instanceof Secret) {
        return unwrap(value.value);
    }
    if (isList(value)) {
        return value.map(unwrap);
    }
    return isMap(value) ? mapValues(value, unwrap) : value;
}

/** A map's value without its secret markers. */
export function unwrapMap(map: ValueMap): ValueMap {
    return mapValues(map, unwrap);
}

export function mapValues(map: ValueMap, change: (value: Value, key: string) => Value): ValueMap {
    return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value, key)]));
}

/** Whether the predicate holds for the value or for anything inside it. */
export function contains(value: Value, matches: (value: Value) => boolean): boolean {
    if (matches(value)) {
        return true;
    }
    if (value instanceof Secret) {
        return contains(value.value, matches);
    }
    const inside = isList(value) ? value : isMap(value) ? Object.values(value) : [];
    return inside.some(item => contains(item, matches));
}

export function containsUnknown(value: Value): boolean {
    return contains(value, item => item instanceof Unknown);
}

export function containsSecret(value: Value): boolean {
    return contains(value, item => item instanceof Secret);
}

/** Marks a value as secret, once. */
export function secret(value: Value): Value {
    return value instanceof Secret || value instanceof Unknown ? value : new Secret(value);
}

/** Deep equality as Pulumi has it: a secret never equals a value in clear, and what is unknown equals nothing. */
export function equal(a: Value | undefined, b: Value | undefined): boolean {
    if (a instanceof Secret && b instanceof Secret) {
        return equal(a.value, b.value);
    }
    if (isList(a) && isList(b)) {
        return a.length === b.length && a.every((item, index) => equal(item, b[index]));
    }
    if (isMap(a) && isMap(b)) {
        return [...new Set([...Object.keys(a), ...Object.keys(b)])].every(key => equal(a[key], b[key]));
    }
    return !(a instanceof Unknown) && (a ?? null) === (b ?? null);
}
