/** A piece of a configuration: a word, without its quotes, or one of the three marks that give it its shape. */
export interface Token {
    readonly kind: "word" | "{" | "}" | ";";
    readonly text: string;
    /** From 1. */
    readonly line: number;
}

const pattern = new RegExp(
    [
        /\s+|#[^\n]*/,
        // A word in quotes ends with the same quote.
        /(?<quote>["'])(?<quoted>(?:\\[^]|(?!\k<quote>)[^\\])*)\k<quote>(?![^\s;{)])/,
        /(?<mark>[;{}])/,
        // A dollar sign takes a brace after it along: `${name}`.
        /(?<plain>(?!["'])(?:\\[^]|\$\{|[^\s;{\\])+)/,
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
        const token = tokenOf(match.groups ?? {}, line);
        if (token !== undefined) {
            tokens.push(token);
        }
        line += lineEnds(match[0]);
        end = match.index + match[0].length;
    }
    if (end < text.length) {
        throw new Error(`line ${String(line)}: ${text.slice(end, end + 20)} is no word of nginx's.`);
    }
    return tokens;
}

function tokenOf({ quoted, mark, plain }: Readonly<Record<string, string | undefined>>, line: number): Token | undefined {
    const word = quoted ?? plain;
    if (word !== undefined) {
        return { kind: "word", text: unescaped(word), line };
    }
    return mark === undefined ? undefined : { kind: mark as Token["kind"], text: mark, line };
}

const escapes: Readonly<Record<string, string>> = { '\\"': '"', "\\'": "'", "\\\\": "\\", "\\t": "\t", "\\r": "\r", "\\n": "\n" };

/** Before anything else a backslash stays what it is: regular expressions are full of them. */
function unescaped(word: string): string {
    return word.includes("\\") ? word.replace(/\\[^]/g, escape => escapes[escape] ?? escape) : word;
}

function lineEnds(text: string): number {
    return text.split("\n").length - 1;
}
