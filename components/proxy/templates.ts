import { readFileSync } from "node:fs";
import { join } from "node:path";
import Handlebars from "handlebars";
import type { Printed } from "./printed";

/**
 * What a template may print: text that has been through `quote`, numbers, and lists and structs of those. A struct with
 * a field of any other type does not fit, so that nothing reaches a file unquoted.
 */
export type View<T> = T extends Printed | number | boolean | null
    ? T
    : T extends readonly (infer Item)[]
      ? readonly View<Item>[]
      : T extends object
        ? { readonly [Field in keyof T]: View<T[Field]> }
        : never;

const folder = join(__dirname, "../../nginx-templates");
const compiled = new Map<string, HandlebarsTemplateDelegate>();

/** Fills the template `<folder>/<name>.hbs`. A field that the template names and the view lacks is an error. */
export function fill<T>(name: string, view: View<T>): string {
    const template = compiled.get(name) ?? compile(name);
    compiled.set(name, template);
    return template(view);
}

function compile(name: string): HandlebarsTemplateDelegate {
    const source = readFileSync(join(folder, `${name}.hbs`), "utf8");
    return Handlebars.compile(source, { noEscape: true, strict: true, knownHelpers: { each: true, if: true }, knownHelpersOnly: true });
}
