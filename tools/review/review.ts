import { resolve } from "node:path";
import { describeBase } from "./base";
import { comment } from "./comment";
import { compareStack, isRefused, type StackReview } from "./compare";
import { comparisonWith } from "./comparison";
import { describeStack, type Described } from "./described";
import { changedBelow, filesAt, withCommit } from "./git";
import { stacksToReview } from "./stacks";
import { thisCode } from "./this-code";

export interface Review {
    readonly markdown: string;
    /** Whether a stack can't be deployed as it is. */
    readonly refused: boolean;
}

/**
 * Compares stacks with what they were at another commit, and judges them as they are: from the files alone, with no network,
 * state or secret.
 *
 * @param folder of the project.
 * @param named stacks; empty: all.
 */
export async function review(folder: string, named: readonly string[], against: string): Promise<Review> {
    const comparison = comparisonWith(folder, against);
    const stacks = stacksToReview(folder, named, filesAt(folder, comparison.base));
    const files = stacks.map(({ file }) => file);
    const base = describeBase(folder, comparison.base, files);
    const before = "stacks" in base ? base.stacks : withCommit(folder, comparison.base, place => describeAll(place, files));
    const after = describeAll(folder, files, new Date());
    const reviews: StackReview[] = [];
    for (const [i, stack] of stacks.entries()) {
        reviews.push(await compareStack(stack, before[i] ?? absent, after[i] ?? absent, place => changedBelow(resolve(folder, place), comparison.base)));
    }
    const broken = "broken" in base ? base.broken : undefined;
    return { markdown: comment(reviews, { comparison, broken }), refused: reviews.some(isRefused) };
}

const absent: Described = { kind: "absent" };

function describeAll(folder: string, files: readonly string[], now?: Date): Described[] {
    return files.map(file => describeStack(resolve(folder, file), thisCode, now));
}
