import { readdirSync } from "node:fs";
import { relative } from "node:path";
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
 * @param others names of files that the commit has there.
 */
export function stacksToReview(folder: string, named: readonly string[], others: readonly string[]): ReviewedStack[] {
    if (named.length > 0) {
        return named.map(argument => {
            const { name, file } = findStack(argument);
            const place = relative(folder, file);
            return { name, title: argument === name ? name : place, file: place };
        });
    }
    return [...new Set([...readdirSync(folder), ...others])].filter(isStackFile).sort().map(file => ({ name: nameOf(file), title: nameOf(file), file }));
}

function isStackFile(name: string): boolean {
    return /^Pulumi\.[\w.-]+\.yaml$/.test(name);
}

function nameOf(file: string): string {
    return file.replace(/^Pulumi\.|\.yaml$/g, "");
}
