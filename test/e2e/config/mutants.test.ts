import { beforeAll, describe, expect, it } from "vitest";
import { render } from "../../../components/proxy/render";
import { targetFiles } from "../../../components/targets/files";
import { project, shippedStacks } from "../../unit/config/stack-files";
import { acceptances } from "../../mutation/acceptances";
import { acceptedValuesPage } from "../../mutation/page";
import { refusals } from "../../mutation/refusals";
import { acceptanceOf, matches, refusalOf, shapeOf, verdictsOn, type Accepted, type Refused } from "../../mutation/verdicts";

const accepted: Accepted[] = [];
const refused: Refused[] = [];

beforeAll(() => {
    for (const stack of shippedStacks) {
        const verdicts = verdictsOn(stack);
        accepted.push(...verdicts.accepted);
        refused.push(...verdicts.refused);
    }
});

function shown({ stack, path, change, after }: Accepted | Refused): string {
    return `${stack} ${path} ${change} ${JSON.stringify(after)?.slice(0, 60) ?? ""}`;
}

/** Whether a problem is at the place that was changed, or names it. */
function isNamed({ path, before, after, problems }: Refused): boolean {
    const key = path.replace(/(\[\d+\])+$/, "").replace(/^.*\./, "");
    const words = [key, ...[before, after].filter((value) => typeof value === "string" && value !== "")].map(String);
    return problems.some((problem) => {
        const text = [problem.path, problem.found, problem.allowed, problem.fix].join(" ");
        return isWithin(problem.path, path) || isWithin(path, problem.path) || words.some((word) => text.includes(word));
    });
}

function isWithin(path: string, outer: string): boolean {
    return path === outer || path.startsWith(`${outer}.`) || path.startsWith(`${outer}[`);
}

describe("a shipped stack file with one of its values broken", () => {
    it("is tried in thousands of ways", () => {
        expect(shippedStacks.length).toBeGreaterThanOrEqual(6);
        expect(accepted.length + refused.length).toBeGreaterThan(7000);
    });

    it("is refused with the place, or with what stands there", () => {
        expect(refused.filter((mutant) => !isNamed(mutant)).map(shown)).toEqual([]);
    });

    it("is accepted only where it means the same, where a policy refuses it, or for a reason", () => {
        const others = accepted.filter((mutant) => !mutant.isSame && refusalOf(mutant) === undefined);
        expect(others.filter((mutant) => acceptanceOf(mutant) === undefined).map(shown)).toEqual([]);
    });

    it("renders to a release wherever it is accepted", () => {
        const models = new Map(accepted.map(({ model }) => [JSON.stringify(model), model]));
        for (const model of models.values()) {
            expect(render(model, targetFiles(model)).release).toMatch(/^[0-9a-f]{64}$/);
        }
    });

    it("has every reason and every policy of the lists", () => {
        const meant = accepted.filter(({ isSame }) => !isSame);
        const uses = meant.map((mutant) => ({ mutant, entry: refusalOf(mutant) ?? acceptanceOf(mutant) }));
        const unused = [...acceptances, ...refusals].flatMap((entry) => {
            const own = uses.filter((use) => use.entry === entry).map(({ mutant }) => mutant);
            const places = entry.places.filter((place) => !own.some(({ path }) => matches(place, shapeOf(path))));
            return [...places, ...entry.changes.filter((change) => !own.some((mutant) => mutant.change === change)).map((change) => `${entry.places.join(" ")}: ${change}`)];
        });
        expect(unused).toEqual([]);
    });

    it("stands on the page of accepted values", async () => {
        const meant = accepted.filter((mutant) => !mutant.isSame && refusalOf(mutant) === undefined);
        await expect(acceptedValuesPage(meant, accepted.filter(({ isSame }) => isSame))).toMatchFileSnapshot(`${project}/docs/accepted-values.md`);
    });
});
