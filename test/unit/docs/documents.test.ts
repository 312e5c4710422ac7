import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { readStackFile } from "../../../components/config/stack-file";
import { validate } from "../../../components/config/validate";

const documents = ["README.md", ...readdirSync("docs", { recursive: true, encoding: "utf8" }).filter(file => file.endsWith(".md")).map(file => join("docs", file))];
const stacks = [...readdirSync("."), ...readdirSync("examples").map(file => join("examples", file))].filter(file => /^(Pulumi\..+|examples\/.+)\.yaml$/.test(file));

describe.each(documents)("%s", document => {
    const text = readFileSync(document, "utf8");

    it("links to files that are there", () => {
        const links = [...text.matchAll(/\]\(([^)#:]+)(#[^)]*)?\)/g)].map(([, link = ""]) => join(dirname(document), link));
        expect(links.filter(link => !existsSync(link))).toEqual([]);
    });

    it("names commands that are there", () => {
        const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };
        const commands = [...text.matchAll(/npm run (?:-s )?([a-z-]+)/g)].map(([, command = ""]) => command);
        expect(commands.filter(command => !(command in scripts))).toEqual([]);
    });
});

describe.each(stacks)("%s", stack => {
    it("is a valid stack file", () => {
        const file = readStackFile(readFileSync(stack, "utf8"));
        expect("raw" in file ? validate(file.raw) : file).toHaveProperty("model");
    });
});
