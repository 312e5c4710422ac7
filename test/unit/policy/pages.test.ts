import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { validate, type RawConfig } from "../../../components/config/validate";
import { readDirectives } from "../../../policy/deployed/nginx/read";
import { judge } from "../../../policy/judge";
import { examples } from "../../../policy/reference/examples";
import type { StackExample } from "../../../policy/reference/example";
import { policyPages } from "../../../policy/reference/pages";
import { project, textOf } from "../config/stack-files";
import { recorded } from "./deployed/recorded";
import { baseOf, settingsIn } from "./stacks";

describe("the pages about policies", () => {
    it.each(policyPages().map(({ path, content }) => [path, content]))("%s is up to date (else: npm run generate)", (path, content) => {
        expect(textOf(project, path)).toBe(content);
    });

    it("are there for the policies that there are", () => {
        const there = readdirSync(join(project, "docs", "policies")).map(file => `docs/policies/${file}`);
        expect(there.sort()).toEqual(policyPages().map(({ path }) => path).filter(path => path !== "docs/policies.md").sort());
    });
});

/** Policies whose mistake the validator knows as well, in a stack file. */
const refusedBefore = ["host-keys"];

describe("what a page shows of a stack file", () => {
    const shown = Object.entries(examples).flatMap(([name, example]) => (example.of === "stack" ? [[name, example] as const] : []));

    it.each(shown)("%s: the broken one is refused, the mended one passes", async (name, example) => {
        expect(await complaints(example, example.broken)).toContain(refusedBefore.includes(name) ? "the stack file" : name);
        expect(await complaints(example, example.mended)).toEqual([]);
    });
});

describe("what a page shows as it would be deployed", () => {
    const shown = Object.entries(examples).flatMap(([name, example]) => (example.of === "deployed" ? [[name, example] as const] : []));

    it.each(shown)("%s: both can be read, and differ", (_name, { language, broken, mended }) => {
        const read = (text: string): unknown => (language === "nginx" ? readDirectives(text, "x.conf").map(({ name, args, block }) => ({ name, args, block })) : parse(text));
        expect(read(broken)).toBeTruthy();
        expect(read(mended)).toBeTruthy();
        expect(broken).not.toBe(mended);
    });
});

/** Names of the policies that a shipped stack breaks with these settings on top; `the stack file` where that is refused before. */
async function complaints({ on }: StackExample, text: string): Promise<readonly string[]> {
    const raw = merged(settingsIn(baseOf[on]), withoutPrefix(parse(text) as RawConfig));
    return "problems" in validate(raw) ? ["the stack file"] : judge(await recorded(raw), { environment: "production", overrides: {} }).map(({ rule }) => rule.name);
}

function withoutPrefix(config: RawConfig): RawConfig {
    return Object.fromEntries(Object.entries(config).map(([key, value]) => [key.replace("evenkeel:", ""), value]));
}

function merged(base: RawConfig, top: RawConfig): RawConfig {
    const both = Object.entries(top).map(([key, value]) => [key, isMap(value) && isMap(base[key]) ? merged(base[key], value) : value]);
    return { ...base, ...(Object.fromEntries(both) as RawConfig) };
}

function isMap(value: unknown): value is RawConfig {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
