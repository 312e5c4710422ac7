import type { Problem } from "../../components/config/problem";
import { isSecretSetting } from "../../components/config/secrets";
import type { RawConfig } from "../../components/config/validate";
import { judge, termsOf, type Verdict } from "../../policy/judge";
import { weights } from "../changes/change";
import { fileChanges, type FileChange } from "../changes/files";
import { otherVersion } from "../changes/other-version";
import { masker } from "../changes/masker";
import { summarize, type Sentence } from "../changes/summary";
import { recordStack } from "../commands/record-stack";
import { messageOf } from "../commands/failure";
import type { Described } from "./described";
import type { ReviewedStack } from "./stacks";

/** What a commit does to a stack. */
export interface StackReview {
    readonly stack: ReviewedStack;
    /** What the stack file has wrong; nothing is known of the stack otherwise. */
    readonly problems: readonly Problem[];
    readonly verdicts: readonly Verdict[];
    /** What matters most first; empty where nothing changes. */
    readonly sentences: readonly Sentence[];
    readonly files: readonly FileChange[];
    /** Takes out of a text what may be a secret of the stack. */
    readonly mask: (text: string) => string;
}

export function isRefused({ problems, verdicts }: StackReview): boolean {
    return problems.length > 0 || verdicts.some(({ level }) => level === "mandatory");
}

export function isChanged({ sentences, files }: StackReview): boolean {
    return sentences.length + files.length > 0;
}

/** Compares a stack with what it was, and judges what it is now. */
export async function compareStack(stack: ReviewedStack, before: Described, after: Described): Promise<StackReview> {
    const mask = masker([before, after]);
    const nothing = { stack, problems: [], verdicts: [], sentences: [], files: [], mask };
    if (after.kind === "absent") {
        return { ...nothing, sentences: before.kind === "absent" ? [] : [gone] };
    }
    if (after.kind === "invalid") {
        return { ...nothing, problems: after.problems };
    }
    const old = before.kind === "valid" ? before : undefined;
    const files = old === undefined ? [] : fileChanges(new Map(old.files), new Map(after.files));
    const others = old === undefined ? [] : [...sealedAnew(old.raw, after.raw), ...otherVersion(old.model, new Map(old.files))];
    const judged = await judgement(stack, after);
    return { ...nothing, ...judged, files, sentences: summarize(old?.model, after.model, others) };
}

const gone: Sentence = {
    text: "its stack file is removed",
    risks: ["What it has deployed goes on running: take it down first, with `npm run down`, while the file is there."],
    weight: weights.lost,
};

async function judgement({ name }: ReviewedStack, { raw, model }: Extract<Described, { readonly kind: "valid" }>): Promise<Pick<StackReview, "problems" | "verdicts">> {
    try {
        const verdicts = judge(await recordStack({ name, raw }), termsOf(model));
        return { problems: [], verdicts };
    } catch (error) {
        return { problems: [{ path: "", found: messageOf(error), allowed: "a stack that can be deployed", fix: "Mend what it says." }], verdicts: [] };
    }
}

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
