import { readFileSync } from "node:fs";
import { join } from "node:path";
import Handlebars from "handlebars";
import type { Printed } from "./printed";

/** What a template may print: text that has been through `quote`, numbers, and lists and structs of those. */
export type View = Printed | number | boolean | null | readonly View[] | { readonly [field: string]: View };

const folder = join(__dirname, "../../nginx-templates");
const compiled = new Map<string, HandlebarsTemplateDelegate<View>>();

/** Fills the template `<folder>/<name>.hbs`. A field that the template names and the view lacks is an error. */
export function fill(name: string, view: View): string {
    const template = compiled.get(name) ?? compile(name);
    compiled.set(name, template);
    return template(view);
}

function compile(name: string): HandlebarsTemplateDelegate<View> {
    const source = readFileSync(join(folder, `${name}.hbs`), "utf8");
    return Handlebars.compile(source, { noEscape: true, strict: true, knownHelpers: { each: true, if: true }, knownHelpersOnly: true });
}
