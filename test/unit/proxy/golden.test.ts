import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { render } from "../../../components/proxy/render";
import { cases, type Case } from "./cases";

const folder = join(__dirname, "../../golden/nginx");

/** The files that a case is about, without their first lines: what those say is another test's. */
function shown({ model, files }: Case): string {
    const rendered = new Map(render(model).files.map(({ path, content }) => [path, content]));
    return files.map((file) => {
        const content = rendered.get(`nginx/${file}`) ?? "";
        return `=== ${file}\n${content.slice(content.indexOf("\n") + 1)}`;
    }).join("\n");
}

describe.each(cases)("$name", (case_) => {
    it("renders as the golden file has it", async () => {
        await expect(shown(case_)).toMatchFileSnapshot(join(folder, `${case_.name}.conf`));
    });

    it(`says: ${case_.line.trim()}`, () => {
        expect(shown(case_).split("\n")).toContain(case_.line);
    });

    it("reads like a file that somebody wrote", () => {
        for (const { path, content } of render(case_.model).files) {
            expect(content, path).toMatch(/^# managed by evenkeel, sha256 [0-9a-f]{64}\n/);
            expect(content.endsWith("\n") && !content.endsWith("\n\n"), path).toBe(true);
            expect(content, path).not.toMatch(/\n\n\n|[ \t]\n|\r|\{\n\n|\n\n *\}|\{\{/);
        }
    });
});
