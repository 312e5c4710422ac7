import { isMap } from "../../components/config/found";

/** The ways in which a place of a stack file is broken. */
export const changes = ["removed", "left empty", "emptied", "zero", "negative", "wrong type", "huge", "tiny", "fraction", "nonsense", "empty text", "misspelt", "turned round", "in a list", "twice in a list", "duplicated", "name misspelt"] as const;
export type Change = (typeof changes)[number];

interface Substitute {
    readonly change: Change;
    readonly value: unknown;
}

/** What nginx, a shell and YAML all have a meaning of their own for. */
const nonsense = 'no; } such $thing "{{x}}" \\ `id`\n#';

/** What stands in the place of a value: everything that its neighbours in the stack file could be mistaken for. */
export function substitutes(value: unknown): Substitute[] {
    return [
        { change: "left empty", value: null },
        ...kindsOf(value),
        ...(isMap(value) ? [] : [{ change: "in a list" as const, value: [value] }, { change: "twice in a list" as const, value: [value, value] }]),
        { change: "nonsense", value: nonsense },
        { change: "empty text", value: "" },
    ];
}

function kindsOf(value: unknown): Substitute[] {
    if (typeof value === "number") {
        return numbers(value);
    }
    if (typeof value === "string") {
        return [...texts(value), ...amounts(value)];
    }
    const others = typeof value === "boolean" ? [String(value), {}] : [[], {}, "text", true];
    return [
        { change: "zero", value: 0 },
        { change: "negative", value: -1 },
        { change: "huge", value: 1e12 },
        ...(typeof value === "boolean" ? [{ change: "turned round" as const, value: !value }] : []),
        ...others.map((other) => ({ change: isEmptied(value, other) ? "emptied" as const : "wrong type" as const, value: other })),
    ];
}

/** A list or a map with nothing left in it. */
function isEmptied(value: unknown, other: unknown): boolean {
    return Array.isArray(value) ? Array.isArray(other) : isMap(value) && isMap(other);
}

function numbers(value: number): Substitute[] {
    return [
        { change: "zero", value: 0 },
        { change: "negative", value: -value },
        { change: "tiny", value: Number.isInteger(value) ? 1 : value / 1000 },
        { change: "huge", value: 1e12 },
        { change: "fraction", value: value + 0.5 },
        ...[String(value), true, {}].map((other) => ({ change: "wrong type" as const, value: other })),
    ];
}

function texts(value: string): Substitute[] {
    return [
        { change: "misspelt", value: `${value}x` },
        ...(value === "on" || value === "off" ? [{ change: "turned round" as const, value: value === "on" ? "off" : "on" }] : []),
        { change: "huge", value: value.repeat(Math.ceil(5000 / Math.max(1, value.length))) },
        ...[0, 7, true, {}].map((other) => ({ change: other === 0 ? "zero" as const : "wrong type" as const, value: other })),
    ];
}

/** A number with its unit: `30s`, `512Mi`, `250m`. */
function amounts(value: string): Substitute[] {
    const [, digits, unit] = /^(\d+)([a-zA-Z/]+)$/.exec(value) ?? [];
    if (digits === undefined || unit === undefined) {
        return [{ change: "negative", value: `-${value}` }];
    }
    return [
        { change: "zero", value: `0${unit}` },
        { change: "negative", value: `-${value}` },
        { change: "tiny", value: `1${unit}` },
        { change: "huge", value: `999999999${unit}` },
        { change: "fraction", value: `${digits}.5${unit}` },
    ];
}
