import { isMap, isSecret } from "./found";

/** A part of a stack file with something else in the place of each encrypted value, which stands there as `{ secure: v1:... }`. */
export function withoutSealed(value: unknown, replace: (sealed: string, path: readonly string[]) => unknown, path: readonly string[] = []): unknown {
    if (isSecret(value)) {
        return replace(value.secure, path);
    }
    if (Array.isArray(value)) {
        return value.map((item: unknown, i) => withoutSealed(item, replace, [...path, String(i)]));
    }
    return isMap(value) ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutSealed(inner, replace, [...path, key])])) : value;
}

/** Whether a part of a stack file is encrypted, or holds something that is. */
export function holdsSealed(value: unknown): boolean {
    return Object.keys(sealedIn(value)).length > 0;
}

/** Encrypted values by the dotted paths of their settings. */
export function sealedIn(value: unknown): Readonly<Record<string, string>> {
    const found: [string, string][] = [];
    withoutSealed(value, (sealed, path) => found.push([path.join("."), sealed]));
    return Object.fromEntries(found);
}
