import { existsSync, readdirSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import { callersFolder } from "../commands/home";
import { findStack } from "../commands/stack-argument";

/** A stack to review. */
export interface ReviewedStack {
    /** As Pulumi knows it. */
    readonly name: string;
    /** As a person names it: `prod`, `examples/app.yaml`. */
    readonly title: string;
    /** Relative to the project. */
    readonly file: string;
}

/**
 * The stacks that are named, else all that the project or the commit to compare with has at its top level.
 *
 * @param others files that the commit has.
 */
export function stacksToReview(folder: string, named: readonly string[], others: readonly string[]): ReviewedStack[] {
    if (named.length > 0) {
        return named.map(argument => removed(folder, argument, others) ?? present(folder, argument));
    }
    return [...new Set([...readdirSync(folder), ...others])].filter(isStackFile).sort().map(file => ({ name: nameOf(file), title: nameOf(file), file }));
}

function present(folder: string, argument: string): ReviewedStack {
    const { name, file } = findStack(argument);
    const place = relative(folder, file);
    return { name, title: argument === name ? name : place, file: place };
}

/** A stack whose file only the commit to compare with has. */
function removed(folder: string, argument: string, others: readonly string[]): ReviewedStack | undefined {
    const places = [`Pulumi.${argument}.yaml`, relative(folder, resolve(callersFolder(), argument)), argument];
    const file = places.find(place => others.includes(place) && !existsSync(join(folder, place)));
    return file === undefined ? undefined : { name: nameOf(file), title: file === places[0] ? argument : file, file };
}

function isStackFile(name: string): boolean {
    return /^Pulumi\.[\w.-]+\.yaml$/.test(name);
}

function nameOf(file: string): string {
    return basename(file).replace(/^Pulumi\.|\.ya?ml$/g, "");
}
