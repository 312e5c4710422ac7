/** A value somewhere inside a model, and the model with another one in its place. */
export interface Edit {
    /** `services.0.routes.1.timeouts.read`. */
    readonly path: string;
    readonly key: string;
    readonly edited: unknown;
}

/** Every way to change one value of a model: each text, number and switch becomes another one, each list loses its last item, each block goes. */
export function edits(value: unknown, path: readonly string[] = []): Edit[] {
    const here = (edited: unknown): Edit => ({ path: path.join("."), key: path.at(-1) ?? "", edited });
    if (Array.isArray(value)) {
        const items: readonly unknown[] = value;
        const shorter = items.length === 0 ? [] : [here(items.slice(0, -1))];
        return [...shorter, ...items.flatMap((item, i) => edits(item, [...path, String(i)]).map(edit => ({ ...edit, edited: items.with(i, edit.edited) })))];
    }
    if (typeof value === "object" && value !== null) {
        return Object.entries(value).flatMap(([key, inner]) => edits(inner, [...path, key]).map(edit => ({ ...edit, edited: { ...value, [key]: edit.edited } })));
    }
    return value === null ? [] : [here(other(value))];
}

function other(value: unknown): unknown {
    if (typeof value === "number") {
        return value + 1;
    }
    return typeof value === "boolean" ? !value : `${String(value)}x`;
}
