import { isBundle } from "../../engine/file-texts";
import { elsewhere } from "../../engine/input-lines";

/** `~ stdin: ` and nothing behind it: a text of several lines has changed, and is what stands below, further in. */
const heading = /^\s*[-+~] \S+: *$/;
/** A property with its text behind its name, as one that is new has it. */
const inOneLine = /^(\s*(?:[-+~] )?\s*\S+ *: )"(.*)$/;

/**
 * What the CLI says of a preview, without the lines of a release's files: a preview that shows the changed lines shows them
 * file by file, and would show each of them twice.
 */
export async function* filesApart(lines: AsyncIterable<string>): AsyncIterable<string> {
    let held: string | undefined;
    // How far in the property stands whose text is being left out.
    let around: number | undefined;
    for await (const line of lines) {
        if (around !== undefined && (line.trim() === "" || indentOf(line) > around)) {
            continue;
        }
        around = held !== undefined && isBundle(textOf(line)) ? indentOf(held) : undefined;
        if (held !== undefined) {
            yield around === undefined ? held : `${held.trimEnd()} ${elsewhere}`;
        }
        held = heading.test(line) ? line : undefined;
        if (held === undefined && around === undefined) {
            yield line.replace(inOneLine, (whole, name: string, text: string) => (isBundle(text) ? `${name}${elsewhere}` : whole));
        }
    }
    if (held !== undefined) {
        yield held;
    }
}

/** Of a line of a changed text, without the sign before it. */
function textOf(line: string): string {
    return line.replace(/^\s*(?:[-+~] )?\s*/, "");
}

function indentOf(line: string): number {
    return line.length - line.trimStart().length;
}
