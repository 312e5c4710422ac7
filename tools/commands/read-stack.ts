import { readFileSync } from "node:fs";
import type { Model } from "../../components/config/model";
import { formatProblems, type Problem } from "../../components/config/problem";
import { readSandboxHost, wantsSandbox, withSandbox } from "../../components/config/sandbox";
import { readStackFile } from "../../components/config/stack-file";
import { validate, type RawConfig } from "../../components/config/validate";
import { checkProvided } from "../../components/tls/check";
import { exitCode, Failure } from "./failure";
import { findStack, type StackPlace } from "./stack-argument";

/** A stack file that has nothing wrong with it. */
export interface CheckedStack extends StackPlace {
    readonly raw: RawConfig;
    /** Of a sandbox stack: as it is before the running sandbox has been put into it. */
    readonly model: Model;
    readonly sandbox: boolean;
}

/**
 * Finds and checks a stack file before anything is started.
 *
 * @throws Failure with every problem of the file.
 */
export function readStack(argument: string): CheckedStack {
    const place = findStack(argument);
    const file = readStackFile(readFileSync(place.file, "utf8"));
    if ("problems" in file) {
        throw refusal(place, file.problems);
    }
    const result = validate(file.raw);
    if ("problems" in result) {
        throw refusal(place, result.problems);
    }
    const problems = checkProvided(result.model, undefined, new Date());
    if (problems.length > 0) {
        throw refusal(place, problems);
    }
    return { ...place, raw: file.raw, model: result.model, sandbox: wantsSandbox(file.raw) };
}

/** The model as it is deployed: of a sandbox stack, with the running sandbox as its host. */
export function deployedModel(stack: CheckedStack): Model {
    const result = stack.sandbox ? validate(withSandbox(stack.raw, readSandboxHost())) : stack;
    return "model" in result ? result.model : stack.model;
}

function refusal(place: StackPlace, problems: readonly Problem[]): Failure {
    return new Failure(`${place.file} is not a valid stack file. Nothing was started.\n\n${formatProblems(problems)}`, exitCode.refused);
}
