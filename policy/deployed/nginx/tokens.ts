/** A piece of a configuration: a word, without its quotes, or one of the three marks that give it its shape. */
export interface Token {
    readonly kind: "word" | "{" | "}" | ";";
    readonly text: string;
    /** From 1. */
    readonly line: number;
}

/** In turn: what is between words, a word in quotes with its quote, a mark, any other word. */
const pattern = new RegExp(
    [
        /\s+|#[^\n]*/,
        /(["'])((?:\\[^]|(?!\1)[^\\])*)\1(?![^\s;{)])/,
        /([;{}])/,
        // A dollar sign takes a brace after it along: `${name}`.
        /((?!["'])(?:\\[^]|\$\{|[^\s;{\\])+)/,
    ]
        .map(({ source }) => source)
        .join("|"),
    "gy",
);

/**
 * Takes nginx's language apart as its own reader does (ngx_conf_read_token in src/core/ngx_conf_file.c).
 *
 * @throws where a quote is never closed, or followed by more of a word.
 */
export function tokensOf(text: string): Token[] {
    const tokens: Token[] = [];
    let line = 1;
    let end = 0;
    for (const match of text.matchAll(pattern)) {
        const [all, , quoted, mark, plain] = match;
        const word = quoted ?? plain;
        if (word !== undefined) {
            tokens.push({ kind: "word", text: unescaped(word), line });
        } else if (mark !== undefined) {
            tokens.push({ kind: mark as Token["kind"], text: mark, line });
        }
        line += lineEnds(all);
        end = match.index + all.length;
    }
    if (end < text.length) {
        throw new Error(`line ${String(line)}: ${text.slice(end, end + 20)} is no word of nginx's.`);
    }
    return tokens;
}

const escapes: Readonly<Record<string, string>> = { '\\"': '"', "\\'": "'", "\\\\": "\\", "\\t": "\t", "\\r": "\r", "\\n": "\n" };

/** Before anything else a backslash stays what it is: regular expressions are full of them. */
function unescaped(word: string): string {
    return word.includes("\\") ? word.replace(/\\[^]/g, escape => escapes[escape] ?? escape) : word;
}

function lineEnds(text: string): number {
    return text.includes("\n") ? text.split("\n").length - 1 : 0;
}
