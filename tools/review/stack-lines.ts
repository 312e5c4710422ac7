import { count, list } from "../changes/formats";
import type { Sentence } from "../changes/summary";
import { isRefused, type StackReview } from "./compare";
import { plain } from "./markdown";
import { cut, split, type Room } from "./room";

/** What is seen at once of all stacks together. */
const room: Room = { lines: 15, characters: 14_000 };

const mostSentences = 14;

/** Of a sentence, and of what it means for clients. */
const longest = 500;

/** How much of each stack is seen at once, and of which the rest can be opened. */
export interface Seen {
    /** Sentences of each stack. */
    readonly each: number;
    readonly withFold: ReadonlySet<StackReview>;
}

/** As many sentences of each stack as there is room for, one at least. */
export function sentencesOfEach(reviews: readonly StackReview[]): number {
    return Math.max(1, Math.floor(mostSentences / Math.max(1, reviews.length)));
}

/** What changes for each stack: its first sentence, and as many more as there is room for. */
export function stackLines(reviews: readonly StackReview[], seen: Seen): string[] {
    const [shown, rest] = [reviews.slice(0, mostSentences), reviews.slice(mostSentences)];
    const more = rest.length === 0 ? [] : [`- ${count(rest.length, "stack")} more: ${list(rest.map(titleOf), 20)}`];
    const [lines, cutOff] = split([...shown.flatMap(review => linesOf(review, seen)), ...more], room);
    return [...lines, ...(cutOff.length === 0 ? [] : [`- and ${count(cutOff.length, "line")} more`])];
}

export function titleOf({ stack }: StackReview): string {
    return plain(cut(stack.title, 100));
}

export function sentenceText({ text, risks }: Sentence, mask: (text: string) => string): string {
    const short = (words: string): string => plain(cut(mask(words), longest));
    return `${short(text)}.${risks.map(risk => ` **Careful:** ${short(risk)}`).join("")}`;
}

/** Whether a stack has more to tell than is seen at once. */
export function isCut({ sentences }: StackReview, each: number): boolean {
    return sentences.length > each;
}

function linesOf(review: StackReview, { each, withFold }: Seen): string[] {
    const { sentences, mask } = review;
    const heading = `- **${titleOf(review)}**${isRefused(review) ? " is refused, see above" : ""}`;
    const shown = isCut(review, each) ? sentences.slice(0, Math.max(1, each - 1)) : sentences;
    const rest = sentences.length - shown.length;
    const more = `nd ${String(rest)} more${withFold.has(review) ? ", see below" : ""}`;
    const [only] = shown;
    if (only === undefined) {
        return [heading];
    }
    if (shown.length === 1) {
        return [`${heading}: ${sentenceText(only, mask)}${rest === 0 ? "" : ` A${more}.`}`];
    }
    return [`${heading}:`, ...shown.map(sentence => `  - ${sentenceText(sentence, mask)}`), ...(rest === 0 ? [] : [`  - a${more}`])];
}
