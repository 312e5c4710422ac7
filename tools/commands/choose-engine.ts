import { CliEngine } from "./cli/cli-engine";
import { findCli } from "./cli/find-cli";
import { EmbeddedEngine, stateFileOf } from "./embedded-engine";
import type { Engine } from "./engine";
import { exitCode, Failure } from "./failure";
import { handOverToCli, handOverToEmbedded, stateForCli, stateForEmbedded } from "./handover";
import { note } from "./progress";
import type { StackPlace } from "./stack-argument";

/**
 * The engine for a stack: the Pulumi CLI, else the embedded one with a line that says why. Whichever it is goes on from
 * the state that the other one left, and takes it over.
 */
export async function chooseEngine(stack: StackPlace): Promise<Engine> {
    const program = await wishedCli();
    if (program === undefined) {
        handOverToEmbedded(stack, wish() === "embedded");
        return new EmbeddedEngine(stack);
    }
    const engine = new CliEngine(program, stack);
    await handOverToCli(engine, stack);
    return engine;
}

/** The same engine for what only looks: it is lent the other one's state, which stays where it is. */
export async function engineToLook(stack: StackPlace): Promise<Engine> {
    const program = await wishedCli();
    if (program === undefined) {
        const lent = stateForEmbedded(stack, wish() === "embedded");
        return new EmbeddedEngine(stack, lent === undefined ? undefined : stateFileOf(lent));
    }
    return new CliEngine(program, stack, await stateForCli(new CliEngine(program, stack), stack));
}

/** undefined: the embedded engine is to do the work. */
async function wishedCli(): Promise<string | undefined> {
    const wished = wish();
    if (wished === "embedded") {
        return undefined;
    }
    const cli = await findCli();
    if ("program" in cli) {
        return cli.program;
    }
    if (wished === "cli") {
        throw new Failure(`EVENKEEL_ENGINE asks for the Pulumi CLI, but ${cli.missing}. Install it (https://www.pulumi.com/docs/install/) or unset EVENKEEL_ENGINE.`);
    }
    note(`The Pulumi CLI is not installed and ${cli.missing}: the embedded engine does its work.`);
    return undefined;
}

function wish(): "cli" | "embedded" | undefined {
    const value = process.env["EVENKEEL_ENGINE"];
    switch (value) {
        case undefined:
        case "":
            return undefined;
        case "cli":
        case "embedded":
            return value;
        default:
            throw new Failure(`EVENKEEL_ENGINE is "${value}". Set it to cli or embedded, or unset it.`, exitCode.refused);
    }
}
