import { expect } from "vitest";
import { allCommands } from "../../docs/commands";
import type { Ground, Proof } from "../../docs/proofs";
import { proofOf } from "../../docs/rules";
import { escaped, missingLines, stepsOn } from "../../docs/steps";
import type { FreshClone, Outcome } from "./fresh-clone";

/** What the pages' own words stand for on a ground: `NAME` for the name of its site. */
export type Words = Readonly<Record<string, string>>;

export interface DocumentedCommand {
    /** `docs/volumes.md:32`; the first page that prints it. */
    readonly where: string;
    readonly command: string;
    readonly exits: readonly number[];
    readonly byHelp: boolean;
}

/** What is run on a ground in one phase, each once, in the order of the pages. */
export function commandsOn(ground: Ground, phase = 1): readonly DocumentedCommand[] {
    const found = allCommands().flatMap(command => {
        const proof = proofOf(command);
        return proof !== undefined && isOn(proof, ground, phase) ? [{ where: `${command.page}:${String(command.line)}`, command: command.text, exits: exitsOf(proof), byHelp: proof.by === "help" }] : [];
    });
    return found.filter(({ command }, index) => found.findIndex(other => other.command === command) === index);
}

function isOn(proof: Proof, ground: Ground, phase: number): boolean {
    return (proof.by === "help" && proof.on === ground && phase === 1) || (proof.by === "running" && proof.on === ground && (proof.phase ?? 1) === phase);
}

function exitsOf(proof: Proof): readonly number[] {
    return (proof.by === "running" ? proof.exits : undefined) ?? [0];
}

/** A command with everything that stands for something filled in. */
export function fill(command: string, words: Words): string {
    const known = Object.keys(words).sort((a, b) => b.length - a.length);
    const pattern = new RegExp(`(?<![A-Za-z_.])(?:${known.join("|")})(?![A-Za-z_])`, "g");
    return known.length === 0 ? command : command.replace(pattern, word => words[word] ?? word);
}

/** `docker volume prune --all` as `docker volume prune --help`, where every flag that it has is named. */
export function expectHelp({ output }: Outcome, command: string): void {
    const flags = command.split(" ").filter(word => word.startsWith("-"));
    expect(output).toMatch(/Usage:/);
    expect(flags.filter(flag => !output.includes(flag.startsWith("--") ? flag : `${flag},`))).toEqual([]);
}

export function helpOf(command: string): string {
    return `${command.split(" ").filter(word => /^[a-z]/.test(word)).join(" ")} --help`;
}

/** Does what the five-minute start says of a ground, and expects what it shows. */
export async function walk(clone: FreshClone, ground: Ground, filled: (text: string) => string): Promise<void> {
    let printed = "";
    for (const step of stepsOn(ground)) {
        switch (step.does) {
            case "write":
                clone.write(step.file, filled(step.content));
                break;
            case "change":
                clone.edit(step.file, bracketed(filled(step.from)), filled(step.to));
                break;
            case "run": {
                const { status, output } = await clone.run(filled(step.command));
                expect(status, `line ${String(step.line)}, ${step.command}:\n${quoted(output)}`).toBe(0);
                printed = output;
                break;
            }
            case "show":
                expect(missingLines(step.lines.map(filled), printed), `line ${String(step.line)}, of what was printed:\n${quoted(printed)}`).toEqual([]);
        }
    }
}

/** Whoever has edited the file before may have put spaces inside of the brackets. */
function bracketed(text: string): RegExp {
    return new RegExp(escaped(text).replace("\\[", "\\[ *").replace("\\]", " *\\]"));
}

/** What was printed, so that the test runner takes no stack trace in it for one of the test's own. */
export function quoted(output: string): string {
    return output.replaceAll(/^/gm, "| ");
}
