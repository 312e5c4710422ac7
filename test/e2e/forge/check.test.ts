import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { Forge } from "./forge";
import { git, Repository } from "./repository";

/**
 * The job as it stands; what it checks is not all of this project, which would take minutes, but its tools and settings with
 * one small component and its test.
 */
describe("the job that checks types, lint and unit tests", () => {
    const folder = mkdtempSync(join(tmpdir(), "evenkeel-forge-"));
    const repository = new Repository(folder);
    const forge = new Forge(folder, repository, {});
    const kept = /^(\.github\/|package(-lock)?\.json$|\.npmrc$|\.gitignore$|tsconfig\.json$|eslint\.config\.mjs$|vitest\.config\.mts$|test\/closing-line\.ts$|tools\/(run\.mjs|check\.ts)$)/;
    const others = git(repository.clone, "ls-files").split("\n").filter(file => !kept.test(file));
    repository.commit("main", {
        ...Object.fromEntries(others.map(file => [file, undefined])),
        "components/sum.ts": "export function sum(...terms: number[]): number {\n    return terms.reduce((total, term) => total + term, 0);\n}\n",
        "test/unit/sum.test.ts": test("expect(sum(1, 2)).toBe(3);"),
    });

    afterAll(() => {
        rmSync(folder, { recursive: true });
    });

    function test(expectation: string): string {
        return `import { expect, it } from "vitest";\nimport { sum } from "../../components/sum";\n\nit("adds", () => {\n    ${expectation}\n});\n`;
    }

    async function check(expectation: string): Promise<{ readonly result: string; readonly log: string }> {
        repository.commit("change", { "test/unit/sum.test.ts": test(expectation) });
        const { check } = await forge.run("pull-request.yml", { ref: "refs/heads/change", github: { event: { pull_request: { number: 7 } } } }, ["check"]);
        return { result: check?.result ?? "", log: check?.log ?? "" };
    }

    it("passes when all three do", async () => {
        const { result, log } = await check("expect(sum(1, 2, 3)).toBe(6);");
        expect(result, log).toBe("success");
        expect(["> tsc\n", "> eslint\n", "> vitest\n", "1 passed, 0 failed"].filter(words => !log.includes(words))).toEqual([]);
    });

    it("fails when one of them does, and shows its words", async () => {
        const { result, log } = await check("expect(sum(1, 2)).toBe(3 satisfies string);");
        expect(result).toBe("failure");
        expect(log).toContain("> tsc (status 2)\ntest/unit/sum.test.ts(5,");
    });
});
