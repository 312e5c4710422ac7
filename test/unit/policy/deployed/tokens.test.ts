import { describe, expect, test } from "vitest";
import { readDirectives } from "../../../../policy/deployed/nginx/read";

/** What nginx's own reader makes of these, as its sources have it. */
const words: readonly (readonly [title: string, text: string, args: readonly string[]])[] = [
    ["plain words", "a b c;", ["b", "c"]],
    ["any white space between them", "a\tb\n  c\r\n;", ["b", "c"]],
    ["double quotes", 'a "b c";', ["b c"]],
    ["single quotes", "a 'b c';", ["b c"]],
    ["the other quotes inside of quotes", `a "it's" 'say "no"';`, ["it's", 'say "no"']],
    ["what is empty", `a "" '';`, ["", ""]],
    ["marks inside of quotes", 'a "b; c { d } # e";', ["b; c { d } # e"]],
    ["lines inside of quotes", 'a "b\nc";', ["b\nc"]],
    ["an escaped quote", String.raw`a "b\"c" 'd\'e';`, ['b"c', "d'e"]],
    ["an escaped backslash", String.raw`a "b\\" c;`, ["b\\", "c"]],
    ["an escaped backslash before an escaped quote", String.raw`a "b\\\"c";`, ['b\\"c']],
    ["line ends and tabs that are written out", String.raw`a "b\nc\td\re";`, ["b\nc\td\re"]],
    ["backslashes before anything else", String.raw`a "~^/x\.\d+\$" ~\.php$;`, [String.raw`~^/x\.\d+\$`, String.raw`~\.php$`]],
    ["an escaped mark outside of quotes", String.raw`a b\;c d\{e f\ g;`, [String.raw`b\;c`, String.raw`d\{e`, String.raw`f\ g`]],
    ["an escaped quote at a word's beginning", String.raw`a \"b;`, ['"b']],
    ["quotes in the middle of a word", `a b"c" d'e;`, ['b"c"', "d'e"]],
    ["a hash in the middle of a word", "a b#c;", ["b#c"]],
    ["a variable in braces", 'a ${b}c "${d}e" f${g};', ["${b}c", "${d}e", "f${g}"]],
    ["a closing brace in a word", "a b}c;", ["b}c"]],
    ["a comment behind a directive's words", "a b # c; d\n e;", ["b", "e"]],
    ["a parenthesis behind a quote", `if ($a ~ "b c") { }`, ["($a", "~", "b c", ")"]],
    ["letters of any language", 'a "größer 漢字";', ["größer 漢字"]],
];

describe("words", () => {
    test.each(words)("%s", (_, text, args) => {
        const [directive, ...others] = readDirectives(text, "x.conf");
        expect(directive?.args).toEqual(args);
        expect(others).toEqual([]);
    });
});

test("blocks, inside of one another and empty, with the line of each directive", () => {
    const text = '# one\nhttp { # two\n    map $a $b {\n        "x y" 1;\n        default "";\n    }\n    server {}\n}\nuser\n    me;\n';
    const about = { file: "nginx/nginx.conf" };
    expect(readDirectives(text, "nginx/nginx.conf")).toEqual([
        {
            name: "http", args: [], line: 2, ...about, block: [
                { name: "map", args: ["$a", "$b"], line: 3, ...about, block: [{ name: "x y", args: ["1"], line: 4, block: undefined, ...about }, { name: "default", args: [""], line: 5, block: undefined, ...about }] },
                { name: "server", args: [], line: 7, block: [], ...about },
            ],
        },
        { name: "user", args: ["me"], line: 9, block: undefined, ...about },
    ]);
});

const broken: readonly (readonly [title: string, text: string, message: RegExp])[] = [
    ["a quote that is never closed", 'a;\nb "c;', /line 2: "c; is no word/],
    ["a word right behind a quote", 'a "b"c;', /line 1: "b"c; is no word/],
    ["a directive without an end", "a b", /the end: something is not closed/],
    ["a block without an end", "a {\n b;", /the end: something is not closed/],
    ["a block that was never opened", "a;\n}", /line 2: "}" does not belong here/],
    ["a semicolon too many", "a;;", /line 1: ";" does not belong here/],
    ["a block without a name", "{ a; }", /line 1: "{" does not belong here/],
    ["a directive that its block ends", "a { b }", /line 1: "}" does not belong here/],
];

test.each(broken)("refused: %s", (_, text, message) => {
    expect(() => readDirectives(text, "nginx/x.conf")).toThrow(message);
    expect(() => readDirectives(text, "nginx/x.conf")).toThrow(/^nginx\/x\.conf, /);
});
