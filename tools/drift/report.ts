import type { ResourceChange } from "../commands/cli/preview-digest";
import type { StackPlace } from "../commands/stack-argument";
import { nameOf, typeOf } from "../engine/urn";
import { fenced } from "../review/markdown";
import { verdictOf, type Drift } from "./drift";

/** A forge takes 65,536 characters; lines are short. */
const mostLines = 400;
const mostPaths = 20;

const conclusions = {
    drift: "is not what was deployed last",
    unknown: "could not be asked in full, and what could be is what was deployed last",
    none: "is what was deployed last",
} as const;

/** For a terminal: what differs, and last what it comes to. */
export function reportText(drift: Drift, { name }: StackPlace): string {
    const embedded = drift.changes === undefined ? ["The embedded engine has no refresh: what only the Pulumi CLI would find is not among it.", ""] : [];
    return [...details(drift), ...embedded, `What runs of ${name} ${conclusions[verdictOf(drift)]}.`].join("\n");
}

/** The text of an issue, in Markdown. */
export function issueText(drift: Drift, { name, argument }: StackPlace): string {
    const lines = details(drift).slice(0, -1);
    const [shown, rest] = [lines.slice(0, mostLines), Math.max(0, lines.length - mostLines)];
    return [
        `What runs of the stack **${name}** ${conclusions[verdictOf(drift)]}.`,
        "",
        ...fenced("text", [...shown, ...(rest === 0 ? [] : [`... and ${String(rest)} lines more`])]),
        "",
        `To look for yourself: \`npm run drift -- ${argument}\``,
        "",
    ].join("\n");
}

/** Blocks of lines, each with an empty one behind it. */
function details({ differences, changes = [], unasked }: Drift): string[] {
    return [
        ...differences.flatMap(({ text }) => [...text.split("\n"), ""]),
        ...(changes.length === 0 ? [] : ["An update after a refresh would change:", ...changes.map(changeLine), putBack, ""]),
        ...unasked.flatMap(({ text }) => ["Not asked:", ...text.split("\n"), ""]),
    ];
}

const putBack = "           -> Have the state follow what runs, in .evenkeel/cli/STACK: pulumi refresh. Then put it back: npm run up -- STACK";

/** Names and paths alone: what a property holds may be a secret. */
function changeLine({ urn, verb, paths }: ResourceChange): string {
    const shown = [...paths.slice(0, mostPaths), ...(paths.length > mostPaths ? [`and ${String(paths.length - mostPaths)} more`] : [])];
    return `  ${verb.padEnd(7)}  ${nameOf(urn)} (${typeOf(urn)})${shown.length === 0 ? "" : `: ${shown.join(", ")}`}`;
}
