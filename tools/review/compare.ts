import type { Problem } from "../../components/config/problem";
import { sealedIn } from "../../components/config/sealed";
import { weights } from "../changes/change";
import { fileChanges, type FileChange } from "../changes/files";
import { otherVersion } from "../changes/other-version";
import { masker } from "../changes/masker";
import { secretChanges } from "../changes/secret-changes";
import { summarize, type Sentence } from "../changes/summary";
import type { Described } from "./described";
import { describedFiles } from "./described-files";
import { findingsIn, findingsOn, type Finding } from "./findings";
import { rebuilt, type ChangedBelow } from "./rebuilt";
import type { ReviewedStack } from "./stacks";
import { thisCode } from "./this-code";

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
export async function compareStack(stack: ReviewedStack, before: Described, after: Described, changedBelow: ChangedBelow): Promise<StackReview> {
    const nothing = { stack, findings: [], sentences: [], files: [], mask: masker([before, after]) };
    if (after.kind === "absent") {
        return { ...nothing, sentences: before.kind === "absent" ? [] : [gone(stack)] };
    }
    if (after.kind === "invalid") {
        return { ...nothing, findings: findingsIn(after.problems) };
    }
    const findings = await findingsOn({ name: stack.name, raw: after.raw, model: after.model }, before.kind === "valid" ? before.raw : undefined);
    return { ...nothing, findings, ...changes(before, after, changedBelow) };
}

type Valid = Extract<Described, { readonly kind: "valid" }>;

function changes(before: Described, after: Valid, changedBelow: ChangedBelow): Pick<StackReview, "sentences" | "files"> {
    switch (before.kind) {
        case "absent":
            return { files: [], sentences: summarize(undefined, after.model) };
        case "invalid":
            return { files: [], sentences: [unreadable(before.problems)] };
        case "valid":
            return { files: fileChanges(new Map(before.files), new Map(after.files)), sentences: summarize(before.model, after.model, others(before, after, changedBelow)) };
    }
}

/** What no setting tells. */
function others(before: Valid, after: Valid, changedBelow: ChangedBelow): Sentence[] {
    return [...rebuilt(before.model, after.model, changedBelow), ...secretChanges(sealedIn(before.raw), sealedIn(after.raw)), ...otherVersion(before.model, new Map(before.files), model => new Map(describedFiles(model, thisCode)))];
}

function gone({ title }: ReviewedStack): Sentence {
    return {
        text: "its stack file is removed",
        risks: [`What it has deployed goes on running: take it down first, with \`npm run down -- ${title}\`, while the file is there.`],
        weight: weights.lost,
    };
}

function unreadable(problems: readonly Problem[]): Sentence {
    const [first] = problems;
    const why = first === undefined ? "" : ` (${first.path === "" ? "" : `${first.path}: `}found ${first.found})`;
    return { text: `what it was can't be read${why}, so there is nothing to compare with`, risks: [], weight: weights.ordinary };
}
