import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { findProgram } from "../../../tools/commands/machine/programs";
import { allCommands, commandsOf, firstWords, programs } from "../../docs/commands";
import { pages } from "../../docs/pages";
import { unknownPlaceholders } from "../../docs/placeholders";
import { grounds } from "../../docs/proofs";
import { proofOf, ruleOf, rules } from "../../docs/rules";
import { missingLines, stepsOn, walkedPage } from "../../docs/steps";

const commands = allCommands();

/** Every proof of one kind, with the command that it is of. */
function proven<By extends string>(by: By): { readonly text: string; readonly proof: Extract<ReturnType<typeof proofOf>, { readonly by: By }> }[] {
    return commands.flatMap(command => {
        const proof = proofOf(command);
        return proof?.by === by ? [{ text: command.text, proof: proof as Extract<typeof proof, { readonly by: By }> }] : [];
    });
}

describe("commands that the pages print", () => {
    it.each(pages)("%s: each is run by a test, or it is said why not", page => {
        expect(commandsOf(page).filter(command => proofOf(command) === undefined).map(({ line, text }) => `${String(line)}: ${text}`)).toEqual([]);
    });

    it.each(pages)("%s: no line of a block begins with a program that is taken for none", page => {
        expect(firstWords(page).filter(word => !programs.includes(word) && findProgram(word) !== undefined)).toEqual([]);
    });

    it("are what each rule is for", () => {
        const used = new Set(commands.map(ruleOf));
        expect(rules.filter(rule => !used.has(rule)).map(rule => String(rule.commands))).toEqual([]);
    });

    it("can be read by a shell", () => {
        const typed = [...new Set(commands.filter(command => !["form", "quoting"].includes(proofOf(command)?.by ?? "")).map(({ text }) => text))];
        const unread = typed.filter(text => spawnSync("bash", ["-n"], { input: text }).status !== 0);
        expect(unread).toEqual([]);
    });

    it("are in the tests that are said to run them", () => {
        const missing = proven("test").flatMap(({ text, proof }) => {
            const test = existsSync(proof.file) ? readFileSync(proof.file, "utf8") : "";
            return proof.words.filter(word => !test.includes(word)).map(word => `${text}: ${proof.file} has no ${word}`);
        });
        expect(missing).toEqual([]);
    });

    it("have placeholders that the tests which run them fill in", () => {
        expect(proven("running").flatMap(({ text, proof }) => unknownPlaceholders(text, proof.on).map(word => `${proof.on}: ${word} in ${text}`))).toEqual([]);
    });

    it("are not run for a reason, where they are not", () => {
        expect(proven("parsing").filter(({ proof }) => proof.because.length < 20)).toEqual([]);
    });

    it("have a test for each ground that they are run on", () => {
        expect(grounds.filter(ground => !existsSync(`test/e2e/docs/${ground}.test.ts`))).toEqual([]);
    });

    it("in the five-minute start are steps of it", () => {
        const steps = grounds.flatMap(stepsOn).flatMap(step => (step.does === "run" ? [step.command] : []));
        expect(proven("walking").map(({ text }) => text).filter(text => !steps.includes(text))).toEqual([]);
        expect(commandsOf(walkedPage).length).toBeGreaterThan(20);
    });
});

describe("what the five-minute start shows", () => {
    it.each(["", "   +  10 created", "release: 0a1b2c3d4e", "one ... three", "starting app-2"])("is found in what is printed: %s", line => {
        expect(missingLines([line], "\n +  9 created\n release: ffffffff00\n one two three\nstarting app-1")).toEqual([]);
    });

    it("is missed where it is not printed, or in another order", () => {
        expect(missingLines(["a", "c", "b"], "a\nb\nc")).toEqual(["b"]);
        expect(missingLines(["a.c"], "abc")).toEqual(["a.c"]);
    });
});
