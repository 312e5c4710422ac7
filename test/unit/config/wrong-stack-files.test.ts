import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { complaintsAbout, fixtures, textOf, yamlFiles } from "./stack-files";

const folder = join(fixtures, "wrong");
const files = yamlFiles(folder);

/** What a wrong stack file must be answered with stands in the comment at its top. */
function expectedOf(text: string): string {
    const lines = text.split("\n");
    const end = lines.findIndex((line) => !line.startsWith("#"));
    return lines.slice(0, end).map((line) => line.replace(/^# ?/, "")).join("\n");
}

describe("a wrong stack file is answered with every problem, word for word", () => {
    it("in enough ways", () => {
        expect(files.length).toBeGreaterThanOrEqual(80);
    });

    it.each(files)("%s", (name) => {
        const text = textOf(folder, name);
        expect(complaintsAbout(text)).toBe(expectedOf(text));
    });
});
