/** One directive of a configuration file. */
export interface Directive {
    readonly name: string;
    readonly args: readonly string[];
    /** What stands between its braces; undefined when it has none. */
    readonly block: readonly Directive[] | undefined;
}

const token = /\s+|#[^\n]*|"(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*'|[{};]|(?:[^\s{};"'\\]|\\[^]|\$\{)(?:[^\s{};\\]|\\[^]|(?<=\$)\{)*/gy;

/** Takes a file in nginx's language apart as nginx does. Throws when it is not well-formed. */
export function parse(text: string): Directive[] {
    const tokens = tokenize(text);
    const directives = block(tokens);
    if (tokens.length > 0) {
        throw new Error(`unexpected ${tokens[0] ?? ""}`);
    }
    return directives;
}

function tokenize(text: string): string[] {
    const tokens: string[] = [];
    let end = 0;
    for (const [found] of text.matchAll(token)) {
        end += found.length;
        if (!/^[\s#]/.test(found)) {
            tokens.push(found);
        }
    }
    if (end !== text.length) {
        throw new Error(`unexpected ${text.slice(end, end + 20)}`);
    }
    return tokens;
}

function block(tokens: string[]): Directive[] {
    const directives: Directive[] = [];
    while (tokens.length > 0 && tokens[0] !== "}") {
        directives.push(directive(tokens));
    }
    return directives;
}

function directive(tokens: string[]): Directive {
    const [name = "", ...args] = tokens.splice(0, tokens.findIndex((each) => /^[{};]$/.test(each)));
    const end = tokens.shift();
    if (name === "" || (end !== ";" && end !== "{")) {
        throw new Error(`${name} ${args.join(" ")} ends with ${String(end)}`);
    }
    const inner = end === "{" ? block(tokens) : undefined;
    if (inner !== undefined && tokens.shift() !== "}") {
        throw new Error(`${name} is not closed`);
    }
    return { name, args, block: inner };
}

/** Names and numbers of arguments alone: what must not depend on any text that a user typed. */
export function shape(directives: readonly Directive[]): string {
    return directives.map(({ name, args, block }) => `${name}/${args.length}${block === undefined ? "" : `{${shape(block)}}`}`).join(" ");
}
