import type { Prop, Props } from "./registered";

/** What stands in a resource, where it is what is looked for; what is absent, unknown or of another type is not there. */

export function textAt(props: Props, key: string): string | undefined {
    const value = props[key];
    return typeof value === "string" ? value : undefined;
}

/** A number, also one that stands there as text. */
export function numberAt(props: Props, key: string): number | undefined {
    const value = props[key];
    const count = typeof value === "string" && value !== "" ? Number(value) : value;
    return typeof count === "number" && !Number.isNaN(count) ? count : undefined;
}

/** Empty where there is none. */
export function mapAt(props: Props, ...path: readonly string[]): Props {
    return path.reduce((map, key) => asMap(map[key]), props);
}

export function mapsAt(props: Props, key: string): readonly Props[] {
    return listAt(props, key).map(asMap);
}

export function textsAt(props: Props, key: string): readonly string[] {
    return listAt(props, key).filter(item => typeof item === "string");
}

/** A map's texts by their keys. */
export function textMapAt(props: Props, key: string): ReadonlyMap<string, string> {
    return new Map(Object.entries(mapAt(props, key)).flatMap(([name, value]) => (typeof value === "string" ? [[name, value] as const] : [])));
}

export function isMap(value: Prop | undefined): value is Props {
    return typeof value === "object" && value !== null && !isList(value);
}

export function isList(value: Prop | undefined): value is readonly Prop[] {
    return Array.isArray(value);
}

function listAt(props: Props, key: string): readonly Prop[] {
    const value = props[key];
    return isList(value) ? value : [];
}

function asMap(value: Prop | undefined): Props {
    return isMap(value) ? value : {};
}
