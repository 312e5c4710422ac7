import { createHash } from "node:crypto";
import type { Rendered, RenderedFile, RenderedLink } from "./rendered";

/** A file before it says who it is: the same as a rendered one, without its line "managed by evenkeel". */
export interface Draft extends RenderedFile {
    /** Its format has no comments, as JSON has none: it carries no such line. */
    readonly unmarked?: true;
}

/**
 * Makes a release out of drafts: computes its hash, adds the one file that carries it, and marks every file that can be marked.
 *
 * @param releaseFileOf writes the file that holds the release's hash; it is no part of what is hashed.
 */
export function seal(drafts: readonly Draft[], links: readonly RenderedLink[], releaseFileOf: (release: string) => Draft): Rendered {
    const ordered = drafts.toSorted(byPath);
    const release = sha256(ordered.map(({ path, content }) => `${path}\0${content}\0`).join(""));
    const files = [...ordered, releaseFileOf(release)].toSorted(byPath);
    return { files: files.map(marked), links: links.toSorted(byPath), release };
}

/**
 * Puts the mark where an operator looks first. The hash is that of the file without this line, which is how
 * anything on the host can tell whether the file was edited by hand since.
 */
function marked({ unmarked, ...file }: Draft): RenderedFile {
    if (unmarked === true) {
        return file;
    }
    const mark = `# managed by evenkeel, sha256 ${sha256(file.content)}\n`;
    const interpreter = /^#!.*\n/.exec(file.content)?.[0] ?? "";
    return { ...file, content: interpreter + mark + file.content.slice(interpreter.length) };
}

function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
    return a.path < b.path ? -1 : Number(a.path > b.path);
}

function sha256(text: string): string {
    return createHash("sha256").update(text).digest("hex");
}
