import { CliEngine } from "./cli/cli-engine";
import { findCli } from "./cli/find-cli";
import { EmbeddedEngine } from "./embedded-engine";
import type { Engine } from "./engine";
import { exitCode, Failure } from "./failure";
import { handOverToCli, handOverToEmbedded } from "./handover";
import { note } from "./progress";
import type { StackPlace } from "./stack-argument";

/**
 * The engine for a stack: the Pulumi CLI, else the embedded one with a line that says why. Whichever it is goes on from
 * the state that the other one left.
 */
export async function chooseEngine(stack: StackPlace): Promise<Engine> {
    switch (wish()) {
        case "embedded":
            return embedded(stack);
        case "cli":
            return cliOr(stack, missing => {
                throw new Failure(`EVENKEEL_ENGINE asks for the Pulumi CLI, but ${missing}. Install it (https://www.pulumi.com/docs/install/) or unset EVENKEEL_ENGINE.`);
            });
        case undefined:
            return cliOr(stack, missing => {
                note(`The Pulumi CLI is not installed and ${missing}: the embedded engine does its work.`);
                return embedded(stack);
            });
    }
}

async function cliOr(stack: StackPlace, otherwise: (missing: string) => Engine): Promise<Engine> {
    const cli = await findCli();
    if ("missing" in cli) {
        return otherwise(cli.missing);
    }
    const engine = new CliEngine(cli.program, stack);
    await handOverToCli(engine, stack);
    return engine;
}

function embedded(stack: StackPlace): Engine {
    handOverToEmbedded(stack);
    return new EmbeddedEngine(stack);
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
