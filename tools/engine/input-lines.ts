import { show } from "./change-lines";
import { isMap, type Value, type ValueMap } from "./values";

/** The properties of a resource that is about to be created. */
export function inputLines(inputs: ValueMap): string[] {
    return Object.entries(inputs)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([name, value]) => lines(name, value));
}

function lines(name: string, value: Value): string[] {
    if (typeof value === "string" && value.includes("\n")) {
        return [`${name}:`, ...value.trimEnd().split("\n").map(line => `    ${line}`)];
    }
    if (isMap(value)) {
        return [`${name}:`, ...inputLines(value).map(line => `    ${line}`)];
    }
    return [`${name}: ${show(value)}`];
}
