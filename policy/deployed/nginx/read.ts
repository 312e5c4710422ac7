import type { Directive } from "./directive";
import { tokensOf, type Token } from "./tokens";

/**
 * The directives of one file, `include`s as they stand.
 *
 * @throws with file and line, where nginx would refuse it.
 */
export function readDirectives(text: string, file: string): Directive[] {
    try {
        const tokens = tokensOf(text);
        const { directives, next } = blockAt(tokens, 0, file);
        if (next < tokens.length) {
            throw unexpected(tokens[next]);
        }
        return directives;
    } catch (error) {
        throw new Error(`${file}, ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
}

interface Block {
    readonly directives: Directive[];
    /** Of the token after it. */
    readonly next: number;
}

/** Ends before a closing brace, or with the text. */
function blockAt(tokens: readonly Token[], start: number, file: string): Block {
    const directives: Directive[] = [];
    let next = start;
    for (let first = tokens[next]; first !== undefined && first.kind !== "}"; first = tokens[next]) {
        if (first.kind !== "word") {
            throw unexpected(first);
        }
        const end = wordsEnd(tokens, next);
        const args = tokens.slice(next + 1, end).map(({ text }) => text);
        const inside = tokens[end]?.kind === "{" ? bracesAt(tokens, end, file) : undefined;
        directives.push({ name: first.text, args, block: inside?.directives, file, line: first.line });
        next = inside?.next ?? end + 1;
    }
    return { directives, next };
}

/** Where a directive's words end: at its semicolon or its brace. */
function wordsEnd(tokens: readonly Token[], start: number): number {
    let end = start;
    while (tokens[end]?.kind === "word") {
        end++;
    }
    if (tokens[end] === undefined || tokens[end]?.kind === "}") {
        throw unexpected(tokens[end]);
    }
    return end;
}

function bracesAt(tokens: readonly Token[], open: number, file: string): Block {
    const { directives, next } = blockAt(tokens, open + 1, file);
    if (tokens[next]?.kind !== "}") {
        throw unexpected(tokens[next]);
    }
    return { directives, next: next + 1 };
}

function unexpected(token: Token | undefined): Error {
    return new Error(token === undefined ? "the end: something is not closed." : `line ${String(token.line)}: "${token.text}" does not belong here.`);
}
