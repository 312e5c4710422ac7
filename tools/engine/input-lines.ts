import { show } from "./change-lines";
import { isMap, type Value, type ValueMap } from "./values";

/** Stands for a property that is shown elsewhere. */
export const elsewhere = "see Files";

/** Of a text: a command that a host is given is a script of many lines, and the same for many resources. */
const mostLines = 4;

/**
 * The properties of a resource that is about to be created.
 *
 * @param isApart tells properties that are shown elsewhere.
 */
export function inputLines(inputs: ValueMap, isApart: (name: string, value: Value) => boolean = () => false): string[] {
    return Object.entries(inputs)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([name, value]) => (isApart(name, value) ? [`${name}: ${elsewhere}`] : lines(name, value)));
}

function lines(name: string, value: Value): string[] {
    if (typeof value === "string" && value.includes("\n")) {
        return [`${name}:`, ...beginning(value.trimEnd().split("\n")).map(line => `    ${line}`)];
    }
    if (isMap(value)) {
        return [`${name}:`, ...inputLines(value).map(line => `    ${line}`)];
    }
    return [`${name}: ${show(value)}`];
}

function beginning(text: readonly string[]): readonly string[] {
    return text.length <= mostLines ? text : [...text.slice(0, mostLines - 1), `... ${String(text.length - mostLines + 1)} more lines`];
}
