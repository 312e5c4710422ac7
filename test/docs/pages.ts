import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Every page that a reader meets: README.md and what lies below docs, by path. */
export const pages: readonly string[] = [
    "README.md",
    ...readdirSync("docs", { recursive: true, encoding: "utf8" })
        .filter(file => file.endsWith(".md"))
        .map(file => join("docs", file))
        .sort(),
];

export interface Line {
    /** From 1. */
    readonly number: number;
    readonly text: string;
    /** `prose`: prose and tables; `indented`: a block by its four spaces; else the word behind the fence, `` where there is none. */
    readonly block: string;
}

/** The lines of a page, each with the kind of block that it stands in; fences are left out. */
export function linesOf(page: string): readonly Line[] {
    const lines: Line[] = [];
    let fence: string | undefined;
    readFileSync(page, "utf8")
        .split("\n")
        .forEach((text, index) => {
            const [, word] = /^```(\w*)$/.exec(text) ?? [];
            if (word !== undefined) {
                fence = fence === undefined ? word : undefined;
                return;
            }
            lines.push({ number: index + 1, text, block: fence ?? (/^ {4}/.test(text) ? "indented" : "prose") });
        });
    return lines;
}
