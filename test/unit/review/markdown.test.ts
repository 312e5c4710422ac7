import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fenced, html, plain } from "../../../tools/review/markdown";

describe("what comes from a stack file", () => {
    test.each([
        ["a mention", "@everyone look", "`@everyone` look"],
        ["a mention in disguise", "&commat;octocat &#64;octocat", "&amp;commat;octocat `&#64;octocat`"],
        ["a link", "[click](https://example.com)", "`[click](https://example.com`)"],
        ["an address", "at https://api.example.com; nothing", "at `https://api.example.com`; nothing"],
        ["an address without a scheme", "(www.example.com)", "(`www.example.com`)"],
        ["an address of mail", "ops@example.com", "`ops@example.com`"],
        ["references", "#12 GH-12 a/b#12 !7", "`#12` `GH-12` `a/b#12` `!7`"],
        ["a commit", "tag 1a2b3c4.", "tag `1a2b3c4`."],
        ["a digest, as it can be copied", "nginx@sha256:0123456789abcdef", "`nginx@sha256:0123456789abcdef`"],
        ["an emoji", "a:100:b", "`a:100:b`"],
        ["a formula", "$HOME or $x$", "`$HOME` or `$x$`"],
        ["HTML", "<img src=x onerror=1>", "&lt;img src=x onerror=1&gt;"],
        ["the end of a fold", "</details>", "&lt;/details&gt;"],
        ["another line", "a\n### b", "a \\#\\#\\# b"],
        ["markup", "*a* _b_ ~c~ | \\", "\\*a\\* \\_b\\_ \\~c\\~ \\| \\\\"],
        ["half a piece of code", "a ` b", "a \\` b"],
        ["what is code", "with `npm run down -- <a>`", "with `npm run down -- <a>`"],
    ])("%s stays text", (_name, text, expected) => {
        expect(plain(text)).toBe(expected);
    });

    test.each([
        ["HTML", "</summary> & more", "&lt;/summary&gt; &amp; more"],
        ["markup", "a_b*c", "a_b*c"],
        ["a mention", "@everyone look", "<code>@everyone</code> look"],
    ])("%s stays text within HTML", (_name, text, expected) => {
        expect(html(text)).toBe(expected);
    });

    test("never leaves code open", () => {
        fc.assert(
            fc.property(fc.string({ unit: fc.constantFrom("`", "\\", "a", " ", "@b", "<") }), text => {
                const outside = plain(text).replace(/\\[^]|`[^`]+`/g, "");
                expect(outside).not.toMatch(/[`@<]/);
            }),
        );
    });

    test("can't end the block it stands in", () => {
        fc.assert(
            fc.property(fc.array(fc.string({ unit: fc.constantFrom("`", "~", "a", " ") })), lines => {
                const [open = "", ...rest] = fenced("diff", lines);
                const fence = open.replace("diff", "");
                expect(rest.at(-1)).toBe(fence);
                expect(lines.some(line => line.includes(fence))).toBe(false);
            }),
        );
    });
});
