import { isSecretSetting } from "../../components/config/secrets";
import type { RawConfig } from "../../components/config/validate";
import { weights } from "../changes/change";
import { fileChanges, type FileChange } from "../changes/files";
import { otherVersion } from "../changes/other-version";
import { masker } from "../changes/masker";
import { summarize, type Sentence } from "../changes/summary";
import type { Described } from "./described";
import { findingsIn, findingsOn, type Finding } from "./findings";
import type { ReviewedStack } from "./stacks";

/** What a commit does to a stack. */
export interface StackReview {
    readonly stack: ReviewedStack;
    /** What is wrong with it, or worth a look. */
    readonly findings: readonly Finding[];
    /** What matters most first; empty where nothing changes. */
    readonly sentences: readonly Sentence[];
    readonly files: readonly FileChange[];
    /** Takes out of a text what may be a secret of the stack. */
    readonly mask: (text: string) => string;
}

export function isRefused({ findings }: StackReview): boolean {
    return findings.some(({ stops }) => stops);
}

export function isChanged({ sentences, files }: StackReview): boolean {
    return sentences.length + files.length > 0;
}

/** Compares a stack with what it was, and judges what it is now. */
export async function compareStack(stack: ReviewedStack, before: Described, after: Described): Promise<StackReview> {
    const nothing = { stack, findings: [], sentences: [], files: [], mask: masker([before, after]) };
    if (after.kind === "absent") {
        return { ...nothing, sentences: before.kind === "absent" ? [] : [gone] };
    }
    if (after.kind === "invalid") {
        return { ...nothing, findings: findingsIn(after.problems) };
    }
    const old = before.kind === "valid" ? before : undefined;
    const files = old === undefined ? [] : fileChanges(new Map(old.files), new Map(after.files));
    const others = old === undefined ? [] : [...sealedAnew(old.raw, after.raw), ...otherVersion(old.model, new Map(old.files))];
    const findings = await findingsOn({ name: stack.name, raw: after.raw, model: after.model }, old?.raw);
    return { ...nothing, findings, files, sentences: summarize(old?.model, after.model, others) };
}

const gone: Sentence = {
    text: "its stack file is removed",
    risks: ["What it has deployed goes on running: take it down first, with `npm run down`, while the file is there."],
    weight: weights.lost,
};

/** Of a secret all that is seen is that it is encrypted otherwise. */
function sealedAnew(before: RawConfig, after: RawConfig): Sentence[] {
    const old = sealedIn(before);
    const changed = [...sealedIn(after)].filter(([path, text]) => old.has(path) && old.get(path) !== text).map(([path]) => path);
    return changed.map(path => ({ text: `the secret ${path} is set anew`, risks: [], weight: weights.ordinary }));
}

function sealedIn(value: unknown, path: readonly string[] = []): Map<string, string> {
    if (typeof value !== "object" || value === null) {
        return new Map();
    }
    const { secure } = value as { readonly secure?: unknown };
    const name = path.join(".");
    if (typeof secure === "string") {
        return new Map(isSecretSetting(name) ? [[name, secure]] : []);
    }
    return new Map(Object.entries(value).flatMap(([key, inner]) => [...sealedIn(inner, [...path, key])]));
}
