import { isList, isMap, Unknown, unwrap, type Value, type ValueMap } from "../../values";

/**
 * What an edit of an input comes to. `ignored`: the provider says that it updates, and Docker never hears of it.
 */
export type Edit = "replace" | "update" | "ignored";

export type Shape = "text" | "whole" | "flag" | "texts" | "map" | { readonly list: Fields } | { readonly one: Fields };

export interface Field {
    readonly shape: Shape;
    readonly required?: true;
    /** What leaving it out means. */
    readonly default?: Value;
}

export type Fields = Readonly<Record<string, Field>>;

export interface Property extends Field {
    readonly edit: Edit;
    /** Where it is left out, what is there stays as it is. */
    readonly kept?: true;
    /** A set: its order means nothing. */
    readonly unordered?: true;
    /** What an edit within the items of a list comes to; the number of items is edited as `edit` says. */
    readonly within?: Edit;
}

/** The inputs of a type of resource, by their names. */
export type Schema = Readonly<Record<string, Property>>;

/** Every input that is none, is missing or is of a wrong kind. */
export function problemsOf(fields: Fields, inputs: ValueMap, path = ""): string[] {
    const missing = Object.entries(fields).filter(([name, { required }]) => required === true && unwrap(inputs[name] ?? null) === null);
    return [
        ...missing.map(([name]) => `${path}${name} is missing.`),
        ...Object.entries(inputs).flatMap(([name, value]) => {
            const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
            const plain = unwrap(value);
            if (field === undefined) {
                return [`${path}${name} is no input that the embedded engine knows. Install the Pulumi CLI, which knows every input, or leave it out.`];
            }
            return plain === null || plain instanceof Unknown ? [] : shapeProblems(field.shape, plain, `${path}${name}`);
        }),
    ];
}

function shapeProblems(shape: Shape, value: Value, path: string): string[] {
    if (value instanceof Unknown) {
        return [];
    }
    if (typeof shape === "object") {
        return "one" in shape ? objectProblems(shape.one, value, path) : listProblems(shape.list, value, path);
    }
    switch (shape) {
        case "text":
            return typeof value === "string" ? [] : [`${path} has to be text.`];
        case "whole":
            return Number.isInteger(value) ? [] : [`${path} has to be a whole number.`];
        case "flag":
            return typeof value === "boolean" ? [] : [`${path} has to be true or false.`];
        case "texts":
            return isList(value) && value.every(isText) ? [] : [`${path} has to be a list of texts.`];
        case "map":
            return isMap(value) && Object.values(value).every(isText) ? [] : [`${path} has to be a set of texts.`];
    }
}

function objectProblems(fields: Fields, value: Value, path: string): string[] {
    return isMap(value) ? problemsOf(fields, value, `${path}.`) : [`${path} has to be a set of fields: ${Object.keys(fields).join(", ")}.`];
}

function listProblems(fields: Fields, value: Value, path: string): string[] {
    return isList(value) ? value.flatMap((item, index) => objectProblems(fields, item, `${path}[${String(index)}]`)) : [`${path} has to be a list.`];
}

function isText(value: Value): boolean {
    return typeof value === "string" || value instanceof Unknown;
}
