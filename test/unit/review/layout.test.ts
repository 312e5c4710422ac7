import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rules } from "../../../policy/rules/rules";
import { weights } from "../../../tools/changes/change";
import { fileChanges } from "../../../tools/changes/files";
import { comment } from "../../../tools/review/comment";
import type { StackReview } from "../../../tools/review/compare";
import { fenced, plain, visibleLines } from "../../../tools/review/markdown";

const against = { against: "main (1234567)", broken: undefined };

function reviewOf(title: string, more: Partial<StackReview> = {}): StackReview {
    return { stack: { name: title, title, file: `Pulumi.${title}.yaml` }, problems: [], verdicts: [], sentences: [], files: [], mask: text => text, ...more };
}

function sentences(count: number): StackReview["sentences"] {
    return Array.from({ length: count }, (_, i) => ({ text: `app: number ${String(i)}`, risks: [], weight: weights.ordinary }));
}

const longFile = Array.from({ length: 2000 }, (_, i) => `line ${String(i)} of a file that is very long and has been written anew as a whole`).join("\n");

describe("a comment stays short", () => {
    test.each([1, 3, 14, 40])("with %s stacks that all change and are all refused", count => {
        const [rule] = rules;
        const verdicts = rule === undefined ? [] : [{ rule, level: "mandatory" as const, findings: [{ urn: "", where: "node a", found: "x", allowed: "y" }] }];
        const files = fileChanges(new Map([["nginx/a.conf", ""]]), new Map([["nginx/a.conf", longFile], ["nginx/b.conf", longFile]]));
        const reviews = Array.from({ length: count }, (_, i) => reviewOf(`stack${String(i)}`, { sentences: sentences(30), files, verdicts }));
        const text = comment(reviews, against);
        expect(visibleLines(text).length).toBeLessThanOrEqual(40);
        expect(text.length).toBeLessThan(65_536);
        expect(text).toMatch(/^### evenkeel: .* refused$/m);
    });

    test("what is cut says where the rest is", () => {
        const text = comment([reviewOf("a", { sentences: sentences(30), files: fileChanges(new Map(), new Map([["nginx/a.conf", longFile]])) })], against);
        expect(text).toMatch(/ {2}- and \d+ more, see below/);
        expect(text).toContain("app: number 29");
        expect(text).toMatch(/19\d\d lines more: `npm run render -- STACK --out DIR`/);
    });
});

describe("what comes from a stack file", () => {
    test.each([
        ["a mention", "@everyone look", "@\u200beveryone look"],
        ["a link", "[click](https://example.com)", "\\[click\\](https://example.com)"],
        ["HTML", "<img src=x onerror=1>", "&lt;img src=x onerror=1&gt;"],
        ["the end of a fold", "</details>", "&lt;/details&gt;"],
        ["another line", "a\n### b", "a \\#\\#\\# b"],
    ])("%s stays text", (_name, text, expected) => {
        expect(plain(text)).toBe(expected);
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
