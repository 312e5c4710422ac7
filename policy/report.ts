import type { Verdict } from "./judge";
import type { Finding, Rule } from "./rule";

/** The page that says more about a rule. */
export function pageOf({ name }: Rule): string {
    return `docs/policies/${name}.md`;
}

/** All that is broken as text for people, one block for each rule, in the order of the verdicts: what is mandatory first. */
export function formatVerdicts(verdicts: readonly Verdict[]): string {
    return verdicts.map(({ rule, level, findings }) => [`${rule.name} (${level}): ${rule.title}`, ...places(findings), `    why:  ${rule.why}`, ...wayOut(rule, findings)].join("\n")).join("\n\n");
}

/** What the CLI prints of a rule once, below its name and level. */
export function descriptionOf({ title, why }: Rule): string {
    return `${title}. ${why}`;
}

/** As the CLI prints it below the description. */
export function formatViolation(rule: Rule, findings: readonly Finding[]): string {
    return [...places(findings), ...wayOut(rule, findings)].join("\n");
}

function places(findings: readonly Finding[]): string[] {
    return findings.flatMap(({ where, found, allowed, fix }) => [
        `    ${where}`,
        `        found:   ${found}`,
        `        allowed: ${allowed}`,
        ...(fix === undefined ? [] : [`        fix:     ${fix}`]),
    ]);
}

/** The rule's own cure is for those places that have none of theirs. */
function wayOut(rule: Rule, findings: readonly Finding[]): string[] {
    const isNeeded = findings.some(({ fix }) => fix === undefined);
    return [...(isNeeded ? [`    fix:  ${rule.fix}`] : []), `    page: ${pageOf(rule)}`];
}
