import type { Model } from "../../components/config/model";
import type { Problem } from "../../components/config/problem";
import { validate, type RawConfig } from "../../components/config/validate";
import { capacityAdvice } from "../../components/proxy/nginx/capacity";
import { judge, termsOf, type Terms, type Verdict } from "../../policy/judge";
import { pageOf } from "../../policy/report";
import { messageOf } from "../commands/failure";
import { recordStack } from "../commands/record-stack";

/** Something that is wrong with a stack, or worth a look. */
export interface Finding {
    /** Whether it refuses the stack. */
    readonly stops: boolean;
    /** Whether the same was so before. */
    readonly asBefore: boolean;
    readonly where: string;
    /** null: no policy asks for it. */
    readonly policy: { readonly name: string; readonly page: string } | null;
    readonly found: string;
    readonly allowed: string;
    readonly fix: string;
}

/** A stack as a commit has it. */
interface Subject {
    readonly name: string;
    readonly raw: RawConfig;
    readonly model: Model;
}

/** What is wrong with a stack file; nothing else is known of the stack then. */
export function findingsIn(problems: readonly Problem[]): Finding[] {
    return problems.map(problem => noPolicys(problem, true));
}

/** What stands against a stack that can be read. */
export async function findingsOn(stack: Subject, before: RawConfig | undefined): Promise<Finding[]> {
    const terms = termsOf(stack.model);
    const now = await judged(stack, terms);
    const earlier = now.length === 0 || before === undefined ? [] : await judgedBefore(stack.name, before, terms);
    const known = new Set(earlier.map(nameOf));
    return now.map(finding => ({ ...finding, asBefore: known.has(nameOf(finding)) }));
}

function nameOf({ where, policy, found }: Finding): string {
    return JSON.stringify([where, policy?.name, found]);
}

async function judged({ name, raw, model }: Subject, terms: Terms): Promise<Finding[]> {
    return [...capacityAdvice(model).map(advice => noPolicys(advice, false)), ...(await policyFindings(name, raw, terms))];
}

/** By what is asked of it today; a stack that was refused altogether has nothing to go on with. */
async function judgedBefore(name: string, raw: RawConfig, terms: Terms): Promise<Finding[]> {
    const result = validate(raw);
    return "problems" in result ? [] : judged({ name, raw, model: result.model }, terms);
}

async function policyFindings(name: string, raw: RawConfig, terms: Terms): Promise<Finding[]> {
    try {
        return judge(await recordStack({ name, raw }), terms).flatMap(verdictFindings);
    } catch (error) {
        return [noPolicys({ path: "", found: messageOf(error), allowed: "a stack that can be deployed", fix: "Mend what it says." }, true)];
    }
}

function verdictFindings({ rule, level, findings }: Verdict): Finding[] {
    const policy = { name: rule.name, page: pageOf(rule) };
    return findings.map(({ where, found, allowed, fix }) => ({ stops: level === "mandatory", asBefore: false, where, policy, found, allowed, fix: fix ?? rule.fix }));
}

function noPolicys({ path, found, allowed, fix }: Problem, stops: boolean): Finding {
    return { stops, asBefore: false, where: path === "" ? "the stack file" : path, policy: null, found, allowed, fix };
}
