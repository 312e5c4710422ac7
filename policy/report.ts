import type { Level } from "../components/config/policy-names";
import type { Verdict } from "./judge";
import type { Finding, Rule } from "./rule";

/** The page that says more about a rule. */
export function pageOf({ name }: Rule): string {
    return `docs/policies/${name}.md`;
}

/** All findings as text for people, one block each, in the order of the verdicts: what is mandatory first. */
export function formatVerdicts(verdicts: readonly Verdict[]): string {
    return verdicts.flatMap(({ rule, level, findings }) => findings.map(finding => formatFinding(rule, level, finding))).join("\n\n");
}

function formatFinding(rule: Rule, level: Level, finding: Finding): string {
    return [`${finding.where}`, `    policy:  ${rule.name} (${level}): ${rule.title}`, ...lines(rule, finding)].join("\n");
}

/** As the CLI prints it below the policy's name and level. */
export function formatViolation(rule: Rule, finding: Finding): string {
    return [finding.where, ...lines(rule, finding)].join("\n");
}

function lines(rule: Rule, { found, allowed, fix }: Finding): string[] {
    return [`    found:   ${found}`, `    allowed: ${allowed}`, `    fix:     ${fix ?? rule.fix}`, `    page:    ${pageOf(rule)}`];
}
