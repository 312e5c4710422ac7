import type { Level, PolicyName } from "../components/config/policy-names";
import { figuresOf, levelOf, type Terms } from "./judge";
import { rules } from "./rules/rules";

/** What `--policy-pack-config` names: for each policy its level, and its figures by their names. */
export type PackConfig = Readonly<Partial<Record<PolicyName, Readonly<Record<string, number | Level>>>>>;

/** What a stack is held to, for the CLI. Without it every policy has production's level and figures. */
export function packConfig(terms: Terms): PackConfig {
    return Object.fromEntries(rules.map(rule => [rule.name, { enforcementLevel: levelOf(rule, terms), ...figuresOf(rule, terms.environment) }]));
}
