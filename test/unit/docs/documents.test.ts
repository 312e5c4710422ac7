import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { readStackFile } from "../../../components/config/stack-file";
import { validate } from "../../../components/config/validate";

const documents = ["README.md", ...readdirSync("docs", { recursive: true, encoding: "utf8" }).filter(file => file.endsWith(".md")).map(file => join("docs", file))];
const stacks = [...readdirSync("."), ...readdirSync("examples").map(file => join("examples", file))].filter(file => /^(Pulumi\..+|examples\/.+)\.yaml$/.test(file));

function linksOf(document: string): string[] {
    return [...readFileSync(document, "utf8").matchAll(/\]\(([^)#:]+)(#[^)]*)?\)/g)].map(([, link = ""]) => join(dirname(document), link));
}

describe.each(documents)("%s", document => {
    const text = readFileSync(document, "utf8");

    it("links to files that are there", () => {
        expect(linksOf(document).filter(link => !existsSync(link))).toEqual([]);
    });

    it("names commands that are there", () => {
        const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };
        const commands = [...text.matchAll(/npm run (?:-s )?([a-z-]+)/g)].map(([, command = ""]) => command);
        expect(commands.filter(command => !(command in scripts))).toEqual([]);
    });

    it("gives commands flags that they know", () => {
        const used = [...text.matchAll(/npm run (?:-s )?([a-z-]+)((?: +[^\s`#|]+)*)/g)].flatMap(([, command = "", rest = ""]) =>
            [...rest.matchAll(/ \[?--([A-Za-z][\w.-]*)/g)].map(([, flag = ""]) => ({ command, flag: flag.replace(/^services\..+/, "services.SERVICE.secrets.VARIABLE") })),
        );
        expect(used.filter(({ command, flag }) => !readFileSync(`tools/${command}.ts`, "utf8").includes(`name: "${flag}"`))).toEqual([]);
    });

    it("names copies of files that are there", () => {
        const copied = [...text.matchAll(/(?<![\w/])cp ((?:examples|docs)\/\S+)/g)].map(([, file = ""]) => file);
        expect(copied.filter(file => !existsSync(file))).toEqual([]);
    });

    it("has no path of somebody's machine, and no registry", () => {
        const places = [...text.matchAll(/(?<![\w.])\/(?:work|home|root|tmp|Users)\/[^\s`]*|registry-\d[\w.-]*|localhost:5000/g)].map(([place]) => place);
        expect(places).toEqual([]);
    });
});

it("every page can be reached from the README", () => {
    const reached = new Set(["README.md"]);
    for (const document of reached) {
        linksOf(document).filter(link => documents.includes(link)).forEach(link => reached.add(link));
    }
    expect(documents.filter(document => !reached.has(document))).toEqual([]);
});

describe.each(stacks)("%s", stack => {
    it("is a valid stack file", () => {
        const file = readStackFile(readFileSync(stack, "utf8"));
        expect("raw" in file ? validate(file.raw) : file).toHaveProperty("model");
    });
});
