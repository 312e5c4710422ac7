import { elsewhere } from "../../engine/input-lines";

/** `~ stdin: ` and nothing behind it: a text of several lines has changed, and is what stands below, further in. */
const heading = /^\s*[-+~] \S+: *$/;
/** The beginning of a release's bundle, on a line of its own or, as a value that is new, behind its name. */
const bundle = /^\s*(?:[-+~] )?\s*@@ (?:0\d{3}|link) /;
const bundleInOneLine = /^(\s*(?:[-+~] )?\s*\S+ *: )"@@ (?:0\d{3}|link) .*$/;

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
        around = held !== undefined && bundle.test(line) ? indentOf(held) : undefined;
        if (held !== undefined) {
            yield around === undefined ? held : `${held.trimEnd()} ${elsewhere}`;
        }
        held = heading.test(line) ? line : undefined;
        if (held === undefined && around === undefined) {
            yield line.replace(bundleInOneLine, `$1${elsewhere}`);
        }
    }
    if (held !== undefined) {
        yield held;
    }
}

function indentOf(line: string): number {
    return line.length - line.trimStart().length;
}
