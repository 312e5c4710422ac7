import { describe, expect, it } from "vitest";
import { judge, termsOf } from "../../../policy/judge";
import { refusalOf, verdictsOn, type Accepted } from "../../mutation/verdicts";
import { shippedStacks } from "../../unit/config/stack-files";
import { recorded } from "../../unit/policy/deployed/recorded";

/** Milliseconds, for more than a hundred programs on a machine that has other things to do. */
const patience = 600_000;

/** Mutants with the same model register the same resources: one of each is judged. */
function distinct(accepted: readonly Accepted[]): Accepted[][] {
    const groups = new Map<string, Accepted[]>();
    for (const mutant of accepted.filter(({ isSame }) => !isSame)) {
        const print = JSON.stringify(mutant.model);
        groups.set(print, [...(groups.get(print) ?? []), mutant]);
    }
    return [...groups.values()];
}

async function refusedBy({ raw, model }: Accepted): Promise<string[]> {
    const verdicts = judge(await recorded(raw), termsOf(model));
    return verdicts.filter(({ level }) => level === "mandatory").map(({ rule }) => rule.name);
}

describe("what the validator accepts of a broken stack file", () => {
    it.each(shippedStacks)("%s is refused by the policies that the list names, and by no other", async (stack) => {
        const wrong: string[] = [];
        for (const [mutant, ...others] of distinct(verdictsOn(stack).accepted)) {
            if (mutant === undefined) {
                continue;
            }
            const by = await refusedBy(mutant);
            wrong.push(...[mutant, ...others].flatMap((each) => {
                const listed = refusalOf(each)?.by;
                return [...by].join() === (listed ?? "") ? [] : [`${each.path} ${each.change}: ${by.join(", ") || "accepted"}, listed as ${listed ?? "accepted"}`];
            }));
        }
        expect(wrong).toEqual([]);
    }, patience);
});
