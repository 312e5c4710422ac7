import { count, list } from "../changes/formats";
import { isChanged, isRefused, type StackReview } from "./compare";
import { refusals, warnings } from "./finding-lines";
import { foldable, folds } from "./folds";
import { footOf, type Compared } from "./foot";
import { sizeOf } from "./room";
import { sentencesOfEach, stackLines, titleOf } from "./stack-lines";

/** By which the comment is found again, to be edited in place. */
export const marker = "<!-- evenkeel review -->";

/** A forge takes 65,536 characters. */
const mostCharacters = 60_000;

/** A pull request's comment, in Markdown: what matters first. What is seen at once fits a screen; the rest is seen when it is opened. */
export function comment(reviews: readonly StackReview[], options: Compared): string {
    const changed = reviews.filter(isChanged).toSorted((a, b) => weightOf(a) - weightOf(b));
    const unchanged = reviews.filter(review => !isChanged(review) && !isRefused(review));
    const each = sentencesOfEach(changed);
    const [withFold, withoutFold] = foldable(changed, each);
    const head = [
        ...[marker, `### evenkeel: ${title(reviews)}`, ""],
        ...refusals(reviews),
        ...stackLines(changed, { each, withFold: new Set(withFold) }),
        ...(unchanged.length === 0 ? [] : [`- Unchanged: ${list(unchanged.map(titleOf), 20)}`]),
        "",
        ...warnings(reviews),
    ];
    const foot = [...leftOut(withoutFold), ...footOf(options)];
    return [...head, ...folds(withFold, each, mostCharacters - sizeOf([...head, ...foot])), ...foot, ""].join("\n");
}

function weightOf({ sentences: [first] }: StackReview): number {
    return first?.weight ?? Infinity;
}

function title(reviews: readonly StackReview[]): string {
    const [refused, changed] = [reviews.filter(isRefused), reviews.filter(review => !isRefused(review) && isChanged(review))];
    const parts = [
        ...(refused.length === 0 ? [] : [`${list(refused.map(titleOf), 4)} ${refused.length === 1 ? "is" : "are"} refused`]),
        ...(changed.length === 0 ? [] : [`${list(changed.map(titleOf), 4)} ${changed.length === 1 ? "changes" : "change"}`]),
    ];
    return parts.length === 0 ? "nothing changes" : parts.join(", ");
}

function leftOut(reviews: readonly StackReview[]): string[] {
    return reviews.length === 0 ? [] : [`The files of ${count(reviews.length, "stack")} more are left out: \`npm run review -- STACK --against COMMIT\` shows one by itself.`, ""];
}

