import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { weights } from "../../../tools/changes/change";
import { fileChanges } from "../../../tools/changes/files";
import { comment } from "../../../tools/review/comment";
import type { StackReview } from "../../../tools/review/compare";
import type { Comparison } from "../../../tools/review/comparison";
import type { Finding } from "../../../tools/review/findings";
import type { Compared } from "../../../tools/review/foot";
import { visibleLines } from "./visible-lines";

const comparison: Comparison = { base: { hash: "1".repeat(40), subject: "What is deployed" }, head: { hash: "2".repeat(40), subject: "An edit" }, isEdited: false, isFromParting: true };
const against: Compared = { comparison, broken: undefined };

function reviewOf(title: string, more: Partial<StackReview> = {}): StackReview {
    return { stack: { name: title, title, file: `Pulumi.${title}.yaml` }, findings: [], sentences: [], files: [], mask: text => text, ...more };
}

function sentences(count: number): StackReview["sentences"] {
    return Array.from({ length: count }, (_, i) => ({ text: `app: number ${String(i)}`, risks: [], weight: weights.ordinary }));
}

function finding(more: Partial<Finding> = {}): Finding {
    return { stops: true, asBefore: false, where: "app-1", policy: { name: "images", page: "docs/policies/images.md" }, found: "x", allowed: "y", fix: "Mend it.", ...more };
}

function several<T>(count: number, make: (i: number) => T): T[] {
    return Array.from({ length: count }, (_, i) => make(i));
}

const longFile = several(2000, i => `line ${String(i)} of a file that is very long and has been written anew as a whole`).join("\n");

function files(count: number, text: string): StackReview["files"] {
    return fileChanges(new Map(), new Map(several(count, i => [`nginx/${String(i)}.conf`, text])));
}

/** What each comment has to be, whatever is in it. */
function expectShort(text: string): void {
    expect(visibleLines(text).length).toBeLessThanOrEqual(40);
    expect(text.length).toBeLessThan(65_536);
    expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
}

describe("a comment stays short", () => {
    test.each([1, 3, 14, 40])("with %s stacks that all change and are all refused", count => {
        const reviews = several(count, i => reviewOf(`stack${String(i)}`, { sentences: sentences(30), files: files(2, longFile), findings: [finding()] }));
        const text = comment(reviews, against);
        expectShort(text);
        expect(text).toMatch(/^### evenkeel: .* refused$/m);
    });

    test.each<[string, Partial<StackReview>]>([
        ["refusals, each another one", { findings: several(300, i => finding({ found: `image ${String(i)}`, where: `app-${String(i)}` })) }],
        ["refusals and warnings that have much to say", { findings: several(300, i => finding({ stops: i % 2 === 0, found: `${String(i)} &${"<".repeat(5000)}` })) }],
        ["sentences with much to say", { sentences: several(300, i => ({ text: `${String(i)} ${"&".repeat(5000)}`, risks: ["<".repeat(5000)], weight: weights.ordinary })) }],
        ["files", { files: files(500, longFile.slice(0, 8_000)) }],
        ["files of one long line", { files: files(30, "x".repeat(100_000)) }],
    ])("with hundreds of %s, in one stack and in twenty", (_name, review) => {
        expectShort(comment([reviewOf("a", review)], against));
        expectShort(comment(several(20, i => reviewOf(`stack${String(i)}`, review)), against));
    });

    test("what is cut says where the rest is", () => {
        const text = comment([reviewOf("a", { sentences: sentences(30), files: files(1, longFile) })], against);
        expect(text).toMatch(/ {2}- and \d+ more, see below/);
        expect(text).toContain("app: number 29");
        expect(text).toMatch(/19\d\d lines more: `npm run render -- STACK --out DIR`/);
    });

    test("all that changes stands before the files, and with every stack that points to it", () => {
        const text = comment(several(9, i => reviewOf(`stack${String(i)}`, { sentences: sentences(30), files: files(60, longFile) })), against);
        expect(text.match(/see below/g)).toHaveLength(8);
        expect(text.match(/^- app: number 29\.$/gm)).toHaveLength(8);
        expect(text).toContain("And 29 more.\n");
        expect(text).toContain("The files of 1 stack more are left out");
    });

    test("a stack with much to show leaves the others their share", () => {
        const text = comment([reviewOf("a", { sentences: sentences(1), files: files(60, longFile) }), reviewOf("b", { sentences: sentences(1), files: files(1, "worker_processes 2;") })], against);
        expect(text).toContain("+worker_processes 2;");
        expect(text).toMatch(/^\d+ files more: nginx\/\S+, .* writes them\.$/m);
    });
});

describe("what matters most", () => {
    test("is what is refused, above all that changes", () => {
        const lines = visibleLines(comment([reviewOf("a", { sentences: sentences(1), findings: [finding({ stops: false, where: "app-2" }), finding()] })], against));
        expect(lines.slice(0, 4)).toEqual([
            "### evenkeel: a is refused",
            "- **Refused**, a, app-1, policy images: found x; allowed y. Mend it. More: docs/policies/images.md",
            "- **a** is refused, see above: app: number 0.",
            "- Warning, a, app-2, policy images: found x; allowed y. Mend it. More: docs/policies/images.md",
        ]);
    });

    test("is said once of all places that have it in common, and hides nothing else", () => {
        const images = several(100, i => finding({ where: `app-${String(i + 1)}`, found: "the image app:latest" }));
        const lines = visibleLines(comment([reviewOf("a", { findings: [...images, finding({ where: "the site", found: "no HTTPS" })] })], against));
        expect(lines[1]).toContain("a, app-1, app-2, app-3 and 97 more, policy images: found the image app:latest");
        expect(lines[2]).toContain("a, the site, policy images: found no HTTPS");
    });

    test("is news: what was so before comes last and says so, and its warnings are folded", () => {
        const text = comment([reviewOf("a", { findings: [finding({ asBefore: true }), finding({ found: "z" }), finding({ stops: false, asBefore: true, found: "old" })] })], against);
        const lines = visibleLines(text);
        expect(lines[1]).toMatch(/^- \*\*Refused\*\*, a, app-1, .* found z;/);
        expect(lines[2]).toMatch(/^- \*\*Refused\*\* as before, a, app-1, .* found x;/);
        expect(lines[3]).toBe("<summary>1 warning as before</summary>");
        expect(text).toMatch(/^- Warning as before, a, .* found old;/m);
    });

    test.each([
        [0, "2 refusals as before"],
        [7, "2 refusals more"],
    ])("says whether there is news in what is folded: %s of 8 are new", (fresh, title) => {
        const findings = several(8, i => finding({ found: `x${String(i)}`, asBefore: i >= fresh }));
        expect(visibleLines(comment([reviewOf("a", { findings })], against))).toContain(`<summary>${title}</summary>`);
    });

    test("comes first among stacks as well", () => {
        const text = comment([reviewOf("a", { sentences: sentences(1) }), reviewOf("b", { sentences: [{ text: "app: removed", risks: [], weight: weights.lost }] })], against);
        expect(visibleLines(text).slice(1, 3)).toEqual(["- **b**: app: removed.", "- **a**: app: number 0."]);
    });
});

test("what comes from a stack file opens and ends nothing", () => {
    const hostile = fc.string({ unit: fc.constantFrom("<", ">", "&", "`", "[", "](", "*", "_", "@a", "#1", "</details>", "</summary>", "\n", " ", "http://a"), maxLength: 30 });
    fc.assert(
        fc.property(hostile, text => {
            const review = reviewOf(text, { sentences: [{ text, risks: [text], weight: weights.ordinary }], findings: [finding({ where: text, found: text })], files: files(1, text) });
            const [open = [], close = []] = [/^<details><summary>/gm, /^<\/details>$/gm].map(pattern => comment([review], against).match(pattern) ?? []);
            expect([open.length, close.length]).toEqual([1, 1]);
        }),
    );
});

describe("a comment ends with what it compares", () => {
    const base = "1111111 (What is deployed)";

    function foot(more: Partial<Comparison>, broken?: string): string {
        return comment([], { comparison: { ...comparison, ...more }, broken });
    }

    test("by what people know of commits", () => {
        expect(foot({})).toContain(`This is what 2222222 (An edit) changes against ${base}, from the stack files alone.`);
        expect(foot({ isEdited: true })).toContain(`This is what 2222222 (An edit) and edits since that are not committed change against ${base},`);
        expect(foot({ head: { hash: "2".repeat(40), subject: "@all: </details> https://a.b" } })).toContain("(`@all`: &lt;/details&gt; `https://a.b`)");
    });

    test("and with what it can't know", () => {
        expect(foot({ isFromParting: false })).toContain("what others have done since shows as taken back");
        expect(foot({}, "Error: half-done")).toContain("rendered by the code of this commit, because its own can't: Error: half-done");
    });
});
