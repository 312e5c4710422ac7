/** A place in a resource's properties, as `ignoreChanges` and `replaceOnChanges` write it: `a.b[0]["c d"]`, `a[*]`. */
export type PropertyPath = readonly (string | number)[];

const wildcard = "*";
const part = /\.?([^.[\]"]+)|\.?\[(\d+)\]|\.?\[\*\]|\.?\["((?:[^"\\]|\\.)*)"\]/gy;

export function parsePath(text: string): PropertyPath {
    const parts = [...text.matchAll(part)];
    const path = parts.map(([, key, index, quoted]) => {
        if (index !== undefined) {
            return Number(index);
        }
        return key ?? (quoted === undefined ? wildcard : quoted.replace(/\\(.)/g, "$1"));
    });
    if (path.length === 0 || parts.map(([whole]) => whole).join("") !== text) {
        throw new Error(`"${text}" is no property path.`);
    }
    return path;
}

export function formatPath(path: PropertyPath): string {
    return path.reduce<string>((text, step) => text + formatStep(step, text === ""), "");
}

function formatStep(step: string | number, first: boolean): string {
    if (typeof step === "number") {
        return `[${String(step)}]`;
    }
    if (!/^[\w-]+$/.test(step)) {
        return `[${JSON.stringify(step)}]`;
    }
    return first ? step : `.${step}`;
}

/** Whether a pattern covers a path, the path itself or something above it; `*` stands for any one step. */
export function covers(pattern: PropertyPath, path: PropertyPath): boolean {
    return pattern.length <= path.length && pattern.every((step, index) => step === wildcard || step === path[index]);
}
