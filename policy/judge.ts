import type { Environment, Level, Levels } from "../components/config/policy-names";
import type { Deployed } from "./deployed/deployed";
import { deployed } from "./deployed/deployed-from";
import type { Registered } from "./deployed/registered";
import type { Finding, Rule } from "./rule";
import { rules } from "./rules/rules";

/** What a stack is held to. */
export interface Terms {
    readonly environment: Environment;
    /** Levels that the stack file sets otherwise. */
    readonly overrides: Levels;
}

/** A rule that is broken. */
export interface Verdict {
    readonly rule: Rule;
    readonly level: Exclude<Level, "disabled">;
    /** At least one. */
    readonly findings: readonly Finding[];
}

/** Every rule that what a program registers breaks, what is mandatory first; none where there is nothing of this layer's. */
export function judge(resources: readonly Registered[], terms: Terms): readonly Verdict[] {
    const view = deployed(resources);
    return view === undefined ? [] : judgeDeployed(view, terms);
}

export function judgeDeployed(view: Deployed, terms: Terms): readonly Verdict[] {
    const verdicts = rules.flatMap(rule => verdictOf(rule, view, terms));
    return [...verdicts.filter(({ level }) => level === "mandatory"), ...verdicts.filter(({ level }) => level === "advisory")];
}

function verdictOf(rule: Rule, view: Deployed, terms: Terms): Verdict[] {
    const level = levelOf(rule, terms);
    if (level === "disabled") {
        return [];
    }
    const findings = rule.check(view, figuresOf(rule, terms.environment));
    return findings.length === 0 ? [] : [{ rule, level, findings }];
}

export function levelOf({ name, levels }: Rule, { environment, overrides }: Terms): Level {
    return overrides[name] ?? levels[environment];
}

export function figuresOf({ figures }: Rule, environment: Environment): Readonly<Record<string, number>> {
    return Object.fromEntries(Object.entries(figures).map(([name, { by }]) => [name, by[environment]]));
}
