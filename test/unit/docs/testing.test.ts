import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import * as assertions from "../../../tools/expect";

const page = readFileSync("docs/testing.md", "utf8");

it("the page about tests of stack files shows what the example has", () => {
    const [, shown = ""] = /```ts\n([^]*?)```/.exec(page) ?? [];
    const example = readFileSync("examples/stack.test.ts", "utf8");
    const lines = shown.split("\n").filter(line => !line.includes("tools/expect") && !line.includes('it("keeps every policy"'));
    expect(lines.filter(line => !example.includes(line))).toEqual([]);
    expect(lines.length).toBeGreaterThan(10);
});

it("the page about tests of stack files names every assertion", () => {
    expect(Object.keys(assertions).filter(name => !page.includes(`\`${name}(`) && name !== "stack")).toEqual([]);
});
