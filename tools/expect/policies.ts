import { AssertionError } from "node:assert";
import type { Level, PolicyName } from "../../components/config/policy-names";
import { figuresOf, judgeDeployed, levelOf, termsOf } from "../../policy/judge";
import { formatVerdicts } from "../../policy/report";
import { rules } from "../../policy/rules/rules";
import type { Rule } from "../../policy/rule";
import { expectAll } from "./expect-all";
import type { Stack } from "./stack";

/** How a policy is to stand. What is left out is not compared. */
export interface WantedPolicy {
    /** As the stack's environment and its `evenkeel:policies` have it. */
    readonly level?: Level;
    /** Whether nothing breaks it, also where it is disabled. */
    readonly kept?: boolean;
}

/**
 * Expects policies to have a level, and to be kept or not: so that nobody eases one without saying so here.
 *
 * @example expectPolicies(prod, { "tls-on": { level: "mandatory", kept: true } });
 */
export function expectPolicies(stack: Stack, wanted: Readonly<Partial<Record<PolicyName, WantedPolicy>>>): void {
    const found = Object.fromEntries(rules.map(rule => [rule.name, standing(stack, rule)]));
    expectAll(stack.file, "policies", [{ where: `environment ${stack.model.environment}`, wanted, found }]);
}

/**
 * Expects the stack to break no policy that is not disabled for it, not even an advisory one.
 *
 * @throws AssertionError with everything that breaks one, and how to fix it.
 */
export function expectNoFindings(stack: Stack): void {
    const verdicts = judgeDeployed(stack.deployed, termsOf(stack.model));
    if (verdicts.length > 0) {
        throw new AssertionError({
            message: `${stack.file}: it breaks policies\n\n${formatVerdicts(verdicts)}`,
            actual: verdicts.map(({ rule }) => rule.name),
            expected: [],
            operator: "expect",
            stackStartFn: expectNoFindings,
        });
    }
}

function standing({ deployed, model }: Stack, rule: Rule): WantedPolicy {
    const terms = termsOf(model);
    return { level: levelOf(rule, terms), kept: rule.check(deployed, figuresOf(rule, terms.environment)).length === 0 };
}
