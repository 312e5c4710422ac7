import { structuredPatch } from "diff";
import type { Change } from "./changes";
import { formatPath, type PropertyPath } from "./property-path";
import { isList, isMap, Secret, Unknown, type Value } from "./values";

const signs: Record<Change["kind"], string> = { add: "+", delete: "-", update: "~" };
/** Unchanged lines around a changed one. */
const context = 3;

/** The properties that changed, by their first names: `stdin, connection`. */
export function describePaths(paths: readonly PropertyPath[]): string {
    return [...new Set(paths.map(path => formatPath(path.slice(0, 1))))].join(", ");
}

/** One change for people: a line diff where a text of several lines changed, the two values otherwise. */
export function changeLines(change: Change, because: readonly PropertyPath[]): string[] {
    const name = formatPath(change.path);
    const forces = because.some(path => formatPath(path) === name) ? " (forces replacement)" : "";
    const head = `${signs[change.kind]} ${name}${forces}`;
    if (change.secret) {
        return [`${head}: ${change.kind === "update" ? "[secret] => [secret]" : "[secret]"}`];
    }
    const { before, after } = change;
    if (typeof before === "string" && typeof after === "string" && `${before}${after}`.includes("\n")) {
        return [`${head}:`, ...lineDiff(before, after).map(line => `    ${line}`)];
    }
    switch (change.kind) {
        case "add":
            return [`${head}: ${show(after)}`];
        case "delete":
            return [`${head}: ${show(before)}`];
        case "update":
            return [`${head}: ${show(before)} => ${show(after)}`];
    }
}

/** Changed lines with `+` or `-` before them, in the middle of what surrounds them. */
export function lineDiff(before: string, after: string): string[] {
    const { hunks } = structuredPatch("", "", before, after, undefined, undefined, { context });
    return hunks.flatMap(({ oldStart, newStart, lines }) => [
        `@@ line ${String(oldStart)} => ${String(newStart)} @@`,
        ...lines.map(line => `${line.slice(0, 1)} ${line.slice(1)}`),
    ]);
}

/** A value on one line. */
export function show(value: Value): string {
    if (value instanceof Secret) {
        return "[secret]";
    }
    if (value instanceof Unknown) {
        return "[known after up]";
    }
    if (isList(value)) {
        return `[${value.map(show).join(", ")}]`;
    }
    if (isMap(value)) {
        return `{ ${Object.entries(value)
            .map(([key, inside]) => `${key}: ${show(inside)}`)
            .join(", ")} }`;
    }
    return JSON.stringify(value);
}
