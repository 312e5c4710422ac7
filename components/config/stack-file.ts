import { LineCounter, parseDocument, type Document } from "yaml";
import { describe, isMap } from "./found";
import { nearest } from "./nearest";
import type { Problem } from "./problem";
import type { RawConfig } from "./validate";

const namespace = "evenkeel";

/** A stack file's settings by the part of the key after `evenkeel:`, or what keeps them from being read. */
export type StackFile = { readonly raw: RawConfig } | { readonly problems: readonly Problem[] };

/** Reads the text of a stack file (`Pulumi.<stack>.yaml`). Settings of other namespaces are left alone. Never throws. */
export function readStackFile(text: string): StackFile {
    const lines = new LineCounter();
    const document = parseDocument(text, { lineCounter: lines, merge: true, prettyErrors: false, logLevel: "error" });
    const problems = syntaxProblems(document, lines);
    return problems.length > 0 ? { problems } : readDocument(document);
}

function syntaxProblems(document: Document.Parsed, lines: LineCounter): Problem[] {
    return document.errors.map((error) => {
        const { line, col } = lines.linePos(error.pos[0]);
        const { what = firstLine(error.message), allowed, fix } = syntaxAdvice(error.code);
        return { path: "", found: `line ${line}, column ${col}: ${what}`, allowed, fix };
    });
}

interface SyntaxAdvice extends Pick<Problem, "allowed" | "fix"> {
    /** What is there, where the parser's own words are for programmers. */
    readonly what?: string;
}

function syntaxAdvice(code: string): SyntaxAdvice {
    switch (code) {
        case "DUPLICATE_KEY":
            return { what: "a key that this map has already", allowed: "each key once", fix: "Remove one of the two." };
        case "MULTIPLE_DOCS":
            return { what: "a second document", allowed: "one YAML document", fix: "Put each stack in a file of its own." };
        case "RESOURCE_EXHAUSTION":
            return { what: "lists or maps nested too deep to be read", allowed: "YAML as deep as the settings", fix: "Close each bracket where its list or map ends." };
        default:
            return { allowed: "well-formed YAML", fix: "Correct the line: most often it is the indentation, a missing quote or a missing bracket." };
    }
}

function firstLine(message: string): string {
    return message.split("\n", 1)[0] ?? message;
}

function readDocument(document: Document.Parsed): StackFile {
    const made = valueOf(document);
    if ("problem" in made) {
        return { problems: [made.problem] };
    }
    const { value } = made;
    if (!isMap(value)) {
        return refuse("", describe(value), "a map with the key config", "Begin the file with `config:` and put the settings below it, indented.");
    }
    if (!Object.hasOwn(value, "config")) {
        return refuse("", "no config", "a map with the key config", configFix(Object.keys(value)));
    }
    const { config } = value;
    return isMap(config)
        ? readConfig(config)
        : refuse("config", describe(config), "a map of settings", "Write the settings below `config:`, indented, such as `evenkeel:services:`.");
}

/** An alias that is used too often, or points nowhere, is an error only when values are made. */
function valueOf(document: Document.Parsed): { readonly value: unknown } | { readonly problem: Problem } {
    try {
        return { value: document.toJS({ maxAliasCount: 1000 }) as unknown };
    } catch (error) {
        const found = error instanceof Error ? firstLine(error.message) : "YAML that has no value";
        return { problem: { path: "", found, allowed: "aliases of anchors that stand above them", fix: "Write the value out, or put its anchor above it." } };
    }
}

function readConfig(config: Readonly<Record<string, unknown>>): StackFile {
    const problems = Object.keys(config).flatMap(keyProblems);
    if (problems.length > 0) {
        return { problems };
    }
    const own = Object.entries(config).filter(([key]) => key.startsWith(`${namespace}:`));
    return { raw: Object.fromEntries(own.map(([key, value]) => [key.slice(namespace.length + 1), value])) };
}

function keyProblems(key: string): Problem[] {
    const [head = "", ...rest] = key.split(":");
    if (rest.length === 0) {
        return [badKey(key, /^[\w-]+$/.test(key) ? `Write \`${namespace}:${key}\`.` : "Remove it, or correct its name.")];
    }
    const misspelt = head !== namespace && nearest(head, [namespace]) !== undefined;
    return misspelt ? [badKey(key, `Write \`${namespace}:${rest.join(":")}\`.`)] : [];
}

function badKey(key: string, fix: string): Problem {
    return { path: `config[${JSON.stringify(key)}]`, found: "a key outside the namespace", allowed: `${namespace}: and the name of a setting`, fix };
}

function configFix(keys: readonly string[]): string {
    const misspelt = keys.find((key) => nearest(key, ["config"]) !== undefined);
    return misspelt === undefined ? "Put the settings below a line `config:`, indented." : `Rename \`${misspelt}\` to \`config\`.`;
}

function refuse(path: string, found: string, allowed: string, fix: string): StackFile {
    return { problems: [{ path, found, allowed, fix }] };
}
