import { pageOf } from "../../policy/report";
import type { Verdict } from "../../policy/judge";
import { heading, lineCount, type FileChange } from "../changes/files";
import { count, list } from "../changes/formats";
import type { Sentence } from "../changes/summary";
import { isChanged, isRefused, type StackReview } from "./compare";
import { fenced, folded, plain } from "./markdown";

/** By which the comment is found again, to be edited in place. */
export const marker = "<!-- evenkeel review -->";

/** What is seen at once fits a screen: so many lines of each kind are shown, and the rest when it is opened. */
const most = { sentences: 14, findings: 8, folds: 8 } as const;

/** Lines of a diff, for each file and for each stack. */
const mostOfFile = 80;
const mostOfStack = 240;

/** A forge takes 65,536 characters. */
const mostCharacters = 60_000;

export interface CommentOptions {
    /** What it is compared with: `main (1a2b3c4)`. */
    readonly against: string;
    /** Why the commit's own code did not render what it is compared with. */
    readonly broken: string | undefined;
}

/** A pull request's comment, in Markdown: what matters first. */
export function comment(reviews: readonly StackReview[], { against, broken }: CommentOptions): string {
    const [changed, unchanged] = [reviews.filter(review => isChanged(review) || isRefused(review)), reviews.filter(review => !isChanged(review) && !isRefused(review))];
    const head = [marker, `### evenkeel: ${title(reviews)}`, "", ...changes(changed), ...(unchanged.length === 0 ? [] : [`- Unchanged: ${list(unchanged.map(name), 20)}`]), "", ...findings(reviews)];
    const foot = [
        ...(broken === undefined ? [] : [`What it was is rendered by the code of this commit, because its own can't: ${plain(broken)}`, ""]),
        `Compared with ${plain(against)}, from the stack files alone. Against what is deployed: \`npm run preview -- STACK --diff\`.`,
    ];
    return `${[...head, ...folds(changed, roomFor(changed), mostCharacters - [...head, ...foot].join("\n").length), ...foot].join("\n")}\n`;
}

function name({ stack }: StackReview): string {
    return plain(stack.title);
}

function title(reviews: readonly StackReview[]): string {
    const [refused, changed] = [reviews.filter(isRefused), reviews.filter(review => !isRefused(review) && isChanged(review))];
    const parts = [
        ...(refused.length === 0 ? [] : [`${list(refused.map(name), 4)} ${refused.length === 1 ? "is" : "are"} refused`]),
        ...(changed.length === 0 ? [] : [`${list(changed.map(name), 4)} ${changed.length === 1 ? "changes" : "change"}`]),
    ];
    return parts.length === 0 ? "nothing changes" : parts.join(", ");
}

/** Each stack has its first sentence, and as many more as there is room for. */
function changes(reviews: readonly StackReview[]): string[] {
    const shown = reviews.slice(0, most.sentences);
    const rest = reviews.slice(most.sentences);
    return [...shown.flatMap(review => stackLines(review, roomFor(reviews))), ...(rest.length === 0 ? [] : [`- ${count(rest.length, "stack")} more: ${list(rest.map(name), 20)}`])];
}

/** Lines that each stack has. */
function roomFor(reviews: readonly StackReview[]): number {
    return Math.max(1, Math.floor(most.sentences / Math.max(1, reviews.length)));
}

/** As many sentences of a stack as are seen at once. */
function seen({ sentences }: StackReview, room: number): readonly Sentence[] {
    if (sentences.length <= room || sentences.length < 2) {
        return sentences;
    }
    return sentences.slice(0, Math.max(1, room - 1));
}

function stackLines(review: StackReview, room: number): string[] {
    const { sentences, mask } = review;
    const bold = `**${name(review)}**`;
    const state = isRefused(review) ? " is refused, see below" : "";
    const shown = seen(review, room);
    const [only] = shown;
    if (only === undefined) {
        return [`- ${bold}${state}`];
    }
    const rest = sentences.length - shown.length;
    if (shown.length === 1) {
        return [`- ${bold}${state}: ${sentenceText(only, mask)}${rest === 0 ? "" : ` And ${String(rest)} more, see below.`}`];
    }
    return [`- ${bold}${state}:`, ...shown.map(sentence => `  - ${sentenceText(sentence, mask)}`), ...(rest === 0 ? [] : [`  - and ${String(rest)} more, see below`])];
}

function sentenceText({ text, risks }: Sentence, mask: (text: string) => string): string {
    return `${plain(mask(text))}.${risks.map(risk => ` **Careful:** ${plain(mask(risk))}`).join("")}`;
}

function findings(reviews: readonly StackReview[]): string[] {
    const all = reviews.flatMap(review => [...problemLines(review), ...review.verdicts.flatMap(verdict => verdictLines(review, verdict))]);
    const sorted = [...all.filter(({ stops }) => stops), ...all.filter(({ stops }) => !stops)].map(({ line }) => line);
    const [shown, rest] = [sorted.slice(0, most.findings), sorted.slice(most.findings)];
    return all.length === 0 ? [] : [...shown, ...(rest.length === 0 ? [] : ["", ...folded(count(rest.length, "finding more", "findings more"), rest)]), ""];
}

interface FindingLine {
    /** Whether it refuses the stack. */
    readonly stops: boolean;
    readonly line: string;
}

function problemLines(review: StackReview): FindingLine[] {
    return review.problems.map(({ path, found, allowed, fix }) => {
        const place = path === "" ? "the stack file" : path;
        return { stops: true, line: `- **Refused**, ${name(review)}, ${plain(place)}: found ${plain(review.mask(found))}; allowed ${plain(allowed)}. ${plain(fix)}` };
    });
}

function verdictLines(review: StackReview, { rule, level, findings: broken }: Verdict): FindingLine[] {
    const word = level === "mandatory" ? "**Refused**" : "Warning";
    return broken.map(({ where, found, allowed, fix }) => ({
        stops: level === "mandatory",
        line: `- ${word}, ${name(review)}, ${plain(where)}, policy ${rule.name}: found ${plain(review.mask(found))}; allowed ${plain(allowed)}. ${plain(fix ?? rule.fix)} More: ${pageOf(rule)}`,
    }));
}

/** One fold for each stack, as long as they fit. */
function folds(reviews: readonly StackReview[], lines: number, room: number): string[] {
    const blocks = reviews.filter(review => review.files.length > 0 || isCut(review, lines)).map(review => fold(review, lines));
    const fitting: string[] = [];
    for (const block of blocks.slice(0, most.folds)) {
        const text = [...block, ""].join("\n");
        if (fitting.join("\n").length + text.length > room - 200) {
            break;
        }
        fitting.push(text);
    }
    const left = blocks.length - fitting.length;
    return [...fitting, ...(left === 0 ? [] : [`The files of ${count(left, "stack")} more are left out: \`npm run review -- STACK --against COMMIT\` shows one by itself.`, ""])];
}

function isCut(review: StackReview, room: number): boolean {
    return seen(review, room).length < review.sentences.length;
}

function fold(review: StackReview, room: number): string[] {
    const { files, sentences, mask } = review;
    const [added, removed] = [files.reduce((sum, file) => sum + file.added, 0), files.reduce((sum, file) => sum + file.removed, 0)];
    const told = isCut(review, room) ? [...sentences.map(sentence => `- ${sentenceText(sentence, mask)}`), ""] : [];
    const title = `${name(review)}: ${files.length === 0 ? "all that changes" : `${count(files.length, "rendered file")}, +${String(added)} -${String(removed)}`}`;
    return folded(title, [...told, ...diffs(files, mask)]);
}

/** A whole file that is gone, or that nobody reads, as a dashboard's JSON: its name says enough. */
function isForMachines({ kind, path }: FileChange): boolean {
    return kind === "gone" || (kind === "new" && path.endsWith(".json"));
}

function diffs(files: readonly FileChange[], mask: (text: string) => string): string[] {
    let room = mostOfStack;
    return files.flatMap(file => {
        const lines = isForMachines(file) ? [] : file.lines.slice(0, Math.min(mostOfFile, room)).map(mask);
        room -= lines.length;
        const rest = isForMachines(file) ? 0 : file.lines.length - lines.length;
        const more = rest === 0 ? [] : [`${lineCount(rest)} more: \`npm run render -- STACK --out DIR\` writes the whole file.`, ""];
        return [`**${plain(heading(file))}**`, "", ...(lines.length === 0 ? [] : [...fenced("diff", lines), ""]), ...more];
    });
}
