import type { Model } from "../components/config/model";
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

/** What a stack is held to, as its file says. */
export function termsOf({ environment, policies }: Pick<Model, "environment" | "policies">): Terms {
    return { environment, overrides: policies };
}

/**
 * Every rule that what the program of a valid stack file registers breaks, what is mandatory first.
 *
 * @throws where rules see no proxy or no service: every stack has both, so that silence would mean nothing.
 */
export function judge(resources: readonly Registered[], terms: Terms): readonly Verdict[] {
    const view = deployed(resources);
    if (view === undefined || view.proxies.length === 0 || view.services.length === 0) {
        throw new Error("The policies can't be asked: in what the program registers they recognize no proxy, or no service behind it. Your stack file is right, and policy/deployed is wrong about what it deploys: mend it there, or report it.");
    }
    return judgeDeployed(view, terms);
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
