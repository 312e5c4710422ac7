import { judge, termsOf } from "../../policy/judge";
import { formatVerdicts } from "../../policy/report";
import { UnreadableSecrets } from "../engine";
import { record, type Recording } from "../engine/record";
import type { Judged, Judgement } from "./engine";
import { exitCode, Failure, messageOf } from "./failure";
import { note } from "./progress";
import type { CheckedStack } from "./read-stack";
import { stackProgram } from "./stack-program";

/**
 * Which policies the resources of a stack would break. Nothing is started or changed to find out, but for the keys of a
 * sandbox, which have to be there.
 */
export async function judgeStack(stack: CheckedStack): Promise<Judged> {
    const terms = termsOf(stack.model);
    const { resources, errors, sealed } = await recordingOf(stack);
    return errors.length > 0 ? { terms, verdicts: [], unseen: errors } : { terms, verdicts: judge(resources, terms), unseen: sealed };
}

/** The end of a preview, so that it is what one reads: whether an `up` would refuse the stack. */
export async function concludePreview(judgement: Judgement, stack: CheckedStack): Promise<void> {
    // After the CLI's pack as well: it is not told all that there is to see.
    const judged = await judgeStack(stack);
    refuseBroken(judged, stack);
    if (judgement === "refused") {
        throw refusedAbove();
    }
    if (judgement === "unjudged") {
        refuseUnseen(judged);
        warnOfBroken(judged);
    }
}

/** @throws Failure where nobody will ask the policies for what they have not seen. */
export function refuseUnseen({ unseen }: Judged): void {
    if (unseen.length > 0) {
        throw new Failure(`The stack can't be held to its policies, so nothing of it is deployed. Mend this first:\n\n${unseen.join("\n")}`);
    }
}

/** @throws Failure with every policy that is broken, where one of them is mandatory. */
export function refuseBroken({ verdicts }: Judged, { file, model: { environment } }: CheckedStack): void {
    if (verdicts.some(({ level }) => level === "mandatory")) {
        throw new Failure(`${file} breaks mandatory policies (environment: ${environment}). Nothing was changed.\n\n${formatVerdicts(verdicts)}`, exitCode.refused);
    }
}

/** The end of a command whose output has named the broken policies already. */
export function refusedAbove(): Failure {
    return new Failure("The stack breaks mandatory policies, which are named above.", exitCode.refused);
}

/** The end of an `up` that the policies had nothing against: the CLI asks them again when all is done. */
export function brokenInTheEnd(): Failure {
    return new Failure("Everything is deployed, but what came of it breaks mandatory policies, which are named above. Mend the stack file and bring it up again.");
}

/** Says which policies are broken that do not stop anything. */
export function warnOfBroken({ verdicts, terms: { environment } }: Judged): void {
    if (verdicts.length > 0) {
        note(`Policies that the stack breaks, and that only warn (environment: ${environment}):\n\n${formatVerdicts(verdicts)}\n`);
    }
}

/** With the stack's own secrets, since there are policies for those too; with none of them where they can't be read here. */
async function recordingOf(stack: CheckedStack): Promise<Recording & { readonly sealed: readonly string[] }> {
    try {
        const { config, ...program } = await stackProgram(stack);
        return { ...(await record({ ...program, config: config.values, secretConfigKeys: config.secretKeys })), sealed: [] };
    } catch (error) {
        if (error instanceof UnreadableSecrets) {
            const { recordUnopened } = await import("./record-stack");
            return { ...(await recordUnopened(stack)), sealed: [messageOf(error)] };
        }
        throw error;
    }
}
