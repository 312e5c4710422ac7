import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { shellWords } from "../../../components/targets/shell-words";

/** What a real shell makes of a command line. */
function wordsOf(command: string): string[] {
    return execFileSync("sh", ["-c", `printf '%s\\0' ${command}`], { encoding: "utf8" }).split("\0").slice(0, -1);
}

describe("shell words", () => {
    test.each([
        ["plain words as they are", ["sh", "-c", "/opt/a-b_c/x.sh", "1:2=3"], "sh -c /opt/a-b_c/x.sh 1:2=3"],
        ["everything else in quotes", ["a b", "it's", ""], "'a b' 'it'\\''s' ''"],
    ])("are written %s", (_how, words, command) => {
        expect(shellWords(words)).toBe(command);
    });

    test("mean to a shell what they meant before, whatever is in them", () => {
        const word = fc.string({ unit: "grapheme" }).filter(text => !text.includes("\0"));
        const hostile = fc.constantFrom("$(id)", "`id`", "; rm -rf /", "a\nb", "\\", "'", '"', "*", "~", "!!", "&& x", "# y");
        fc.assert(
            fc.property(fc.array(fc.oneof(word, hostile), { minLength: 1 }), words => {
                expect(wordsOf(shellWords(words))).toEqual(words);
            }),
            { numRuns: 40 },
        );
    });
});
