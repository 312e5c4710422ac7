import { environments } from "../../components/config/policy-names";
import type { ReferenceFile } from "../../components/config/reference/files";
import { pageOf } from "../report";
import type { Rule } from "../rule";
import { rules } from "../rules/rules";
import type { Example } from "./example";
import { examples } from "./examples";

const generated = "<!-- Generated from policy/rules by `npm run generate`: change it there. -->";

/** A page for each rule, and the list of them. */
export function policyPages(): readonly ReferenceFile[] {
    return [{ path: "docs/policies.md", content: listPage() }, ...rules.map(rule => ({ path: pageOf(rule), content: rulePage(rule) }))];
}

function listPage(): string {
    const rows = rules.map(({ name, title, levels }) => [`[${name}](policies/${name}.md)`, title, ...environments.map(environment => levels[environment])]);
    return `# Policies

${generated}

What a stack is held to, whichever target it has. \`preview\` and \`up\` judge by it what the program registers: rendered files, containers,
objects of a cluster, connections; never what the stack file says. So a mistake is caught wherever it comes from.

- **mandatory**: an \`up\` stops before anything changes, with every finding at once, and ends with status 2. So does a \`preview\`.
- **advisory**: a warning.
- **disabled**: not looked at.

How strict they are follows from what the stack is for, \`environment\` in its file; a sandbox is development, and everything else staging until
it says otherwise. \`policies\` sets single ones otherwise:

\`\`\`yaml
config:
  evenkeel:environment: production
  evenkeel:policies:
    certificate-lifetime: advisory
\`\`\`

${table(["Policy", "What must be so", ...environments], rows)}

\`preview\` and \`up\` judge by these rules themselves, whichever engine runs the program. The Pulumi CLI runs them once more, as the policy pack in
\`policy/\`, on this machine: no account and no service is needed. Where secrets are encrypted with a key of a cloud's, the pack alone sees them,
and refuses an \`up\` in a preview that comes first.

\`pulumi preview --policy-pack policy\` runs the pack by hand. Every policy has production's level and figures then. \`data-volumes-kept\` finds
nothing there, for the CLI does not tell a pack whether a resource outlives its stack.
`;
}

function rulePage(rule: Rule): string {
    const { name, title, severity, why, fix } = rule;
    return `# ${name}

${generated}

**${title}.** Severity: ${severity}. [All policies](../policies.md)

${strictness(rule)}

## Why

${why}

## What to do

${withLinks(fix)}

${waiver(rule)}${shown(examples[name])}
`;
}

/** What only warns needs no easing, and what is refused even in development nobody has a reason for. */
function waiver({ name, levels }: Rule): string {
    const isOffered = levels.production === "mandatory" && levels.development !== "mandatory";
    return isOffered ? `To keep it as it is, say so in the stack file: \`evenkeel:policies: { ${name}: advisory }\`.\n\n` : "";
}

/** Messages name pages by their paths in the project. */
function withLinks(text: string): string {
    return text.replace(/\bdocs\/([\w-]+\.md)/g, "[$&](../$1)");
}

function strictness({ levels, figures }: Rule): string {
    const rows = [
        ["level", ...environments.map(environment => levels[environment])],
        ...Object.entries(figures).map(([name, { doc, by }]) => [`\`${name}\`: ${doc}`, ...environments.map(environment => String(by[environment]))]),
    ];
    return table(["", ...environments], rows);
}

function shown(example: Example): string {
    const [what, language] = example.of === "stack" ? ["in a stack file", "yaml"] : ["as it would be deployed", example.language];
    return `## Broken and mended, ${what}\n\n${block(language, example.broken)}\n\n${block(language, example.mended)}`;
}

function block(language: string, text: string): string {
    return `\`\`\`${language}\n${text}\n\`\`\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
    return [head, head.map(() => "---"), ...rows].map(cells => `| ${cells.join(" | ")} |`).join("\n");
}
