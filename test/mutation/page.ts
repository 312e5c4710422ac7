import { acceptances, type Acceptance } from "./acceptances";
import { refusals } from "./refusals";
import { matches, shapeOf, type Accepted } from "./verdicts";

const introduction = `# Values that are accepted

Every value of every stack file that comes with evenkeel is broken in every way that a typo can break it: removed,
left empty, emptied, zero, negative, of the wrong type, too large, too small, a fraction, nonsense, misspelt, turned round, put in a
list, there twice, or under another name. The validator refuses nearly all of these before anything is asked of any target, and
names the place. What it lets through is listed here, with the reason why that is right, or with the policy that refuses it then.

The broken value is shown in brackets where short. \`*\` stands for any one name or item. The test that does all of this
makes this page, and fails when something is accepted that is not listed here.
`;

/** `docs/accepted-values.md` */
export function acceptedValuesPage(accepted: readonly Accepted[], same: readonly Accepted[]): string {
    return `${[introduction, refusedSection(), acceptedSection(accepted), sameSection(same)].join("\n")}`;
}

function refusedSection(): string {
    const rows = refusals.map(({ by, places, changes, stacks }) => `| ${code(places)} | ${changes.join(", ")} | [${by}](policies/${by}.md) | ${stacks.join(", ")} |`);
    return ["## Refused by a policy", "", "| where | what was done to it | policy | in |", "|---|---|---|---|", ...rows, ""].join("\n");
}

function acceptedSection(accepted: readonly Accepted[]): string {
    const rows = acceptances.map((acceptance) => `| ${code(acceptance.places)} | ${triedIn(acceptance, accepted)} | ${acceptance.why} |`);
    return ["## Accepted", "", "| where | what was done to it | why that is right |", "|---|---|---|", ...rows, ""].join("\n");
}

/** The changes, each with what stood there afterwards where that says more than the change's own name. */
function triedIn({ places, changes }: Acceptance, accepted: readonly Accepted[]): string {
    return changes.flatMap((change) => {
        const mutants = accepted.filter((mutant) => mutant.change === change && places.some((place) => matches(place, shapeOf(mutant.path))));
        const values = [...new Set(mutants.map(({ after }) => JSON.stringify(after)).filter((text): text is string => text !== undefined))].sort();
        const short = values.filter((text) => text.length <= 30).slice(0, 3).map((text) => `\`${text}\``);
        return mutants.length === 0 ? [] : [short.length === 0 || change === "name misspelt" ? change : `${change} (${short.join(", ")})`];
    }).join(", ");
}

function sameSection(same: readonly Accepted[]): string {
    const places = [...new Set(same.map(({ path }) => shapeOf(path)))].sort();
    const lead = "Here the broken file means the same as the whole one: the value was the default, an empty list stands for none, or `true` for `on`.";
    return ["## Changes nothing", "", lead, "", `${code(places)}.`, ""].join("\n");
}

function code(places: readonly string[]): string {
    return places.map((place) => `\`${place}\``).join(", ");
}
