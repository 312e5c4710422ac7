import { judge, type Terms, type Verdict } from "../../policy/judge";
import { formatVerdicts } from "../../policy/report";
import { UnreadableSecrets } from "../engine";
import { record, type Recording } from "../engine/record";
import { exitCode, Failure } from "./failure";
import { note } from "./progress";
import type { CheckedStack } from "./read-stack";
import { stackProgram } from "./stack-program";

/** What a stack is held to, as its file says. */
export function termsOf({ model }: CheckedStack): Terms {
    return { environment: model.environment, overrides: model.policies };
}

/**
 * Which policies the resources of a stack would break. Nothing is started or changed to find out, but for the keys of a
 * sandbox, which have to be there.
 *
 * @returns undefined where the program ends with errors, or asks for what the Pulumi CLI alone knows: whoever runs it says which.
 */
export async function judgeStack(stack: CheckedStack): Promise<readonly Verdict[] | undefined> {
    const { resources, errors } = await recordingOf(stack);
    return errors.length === 0 ? judge(resources, termsOf(stack)) : undefined;
}

/** @throws Failure with every policy that is broken, where one of them is mandatory. */
export function refuseBroken(verdicts: readonly Verdict[], { file, model: { environment } }: CheckedStack): void {
    if (verdicts.some(({ level }) => level === "mandatory")) {
        throw new Failure(`${file} breaks mandatory policies (environment: ${environment}). Nothing was changed.\n\n${formatVerdicts(verdicts)}`, exitCode.refused);
    }
}

/** The end of a command whose output has named the broken policies already. */
export function refusedAbove(): Failure {
    return new Failure("The stack breaks mandatory policies, which are named above.", exitCode.refused);
}

/** Says which policies are broken that do not stop anything. */
export function warnOfBroken(verdicts: readonly Verdict[], { environment }: Terms): void {
    if (verdicts.length > 0) {
        note(`Policies that the stack breaks, and that only warn (environment: ${environment}):\n\n${formatVerdicts(verdicts)}\n`);
    }
}

/** With the stack's own secrets, since there are policies for those too; with none of them where they can't be read here. */
async function recordingOf(stack: CheckedStack): Promise<Recording> {
    try {
        const { config, ...program } = await stackProgram(stack);
        return await record({ ...program, config: config.values, secretConfigKeys: config.secretKeys });
    } catch (error) {
        if (error instanceof UnreadableSecrets) {
            const { recordUnopened } = await import("./record-stack");
            return recordUnopened(stack);
        }
        throw error;
    }
}
