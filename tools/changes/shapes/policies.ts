import { environments, levels, policyNames, type Environment, type Level, type Levels, type PolicyName } from "../../../components/config/policy-names";
import { levelOf } from "../../../policy/judge";
import type { Rule } from "../../../policy/rule";
import { rules } from "../../../policy/rules/rules";
import { change, weakening, type Change, type Place } from "../change";
import { list } from "../formats";
import { below, fieldChanges } from "../shape";
import { choice } from "./values";

/** What a stack is held to; undefined where an earlier version did not note it down. */
export interface Held {
    readonly environment: Environment | undefined;
    readonly policies: Levels | undefined;
}

type Known = Held & { readonly environment: Environment };

/** What the policies hold a stack to, and which of them let more pass than before. */
export function policyChanges(before: Held, after: Known, at: Place): readonly Change[] {
    const fallen = before.environment === undefined ? new Map<PolicyName, Level>() : fallenTo({ ...before, environment: before.environment }, after);
    const named = policyNames.filter(name => before.policies?.[name] !== after.policies?.[name]);
    const environment = fieldChanges(before.environment, after.environment, choice(), below(at, "environment"));
    const isLower = before.environment !== undefined && environments.indexOf(after.environment) < environments.indexOf(before.environment);
    return [...(isLower ? weakening(lessStrict([...fallen.keys()].filter(name => !named.includes(name))), environment) : environment), ...named.flatMap(name => levelChanges(name, before, after, fallen, at))];
}

function lessStrict(fallen: readonly PolicyName[]): string {
    return `Policies are less strict from now on${fallen.length === 0 ? "" : `: ${list(fallen)}`}.`;
}

function levelChanges(name: PolicyName, before: Held, after: Held, fallen: ReadonlyMap<PolicyName, Level>, at: Place): readonly Change[] {
    const changes = [change(at, `policies.${name} ${wordOf(before.policies?.[name])} to ${wordOf(after.policies?.[name])}`)];
    const level = fallen.get(name);
    return level === undefined ? changes : weakening(level === "disabled" ? `Nothing looks at ${name} any more.` : `${name} only warns from now on.`, changes);
}

function wordOf(level: string | undefined): string {
    return level ?? "as the environment has it";
}

/** Rules whose level is a lower one than before, with that level. */
function fallenTo(before: Known, after: Known): ReadonlyMap<PolicyName, Level> {
    const levelIn = (rule: Rule, { environment, policies }: Known): Level => levelOf(rule, { environment, overrides: policies ?? {} });
    const fallen = rules.filter(rule => levels.indexOf(levelIn(rule, after)) > levels.indexOf(levelIn(rule, before)));
    return new Map(fallen.map(rule => [rule.name, levelIn(rule, after)]));
}
