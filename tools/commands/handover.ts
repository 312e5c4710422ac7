import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { localStateFolder } from "../../components/config/sandbox";
import { chooseBackend } from "./cli/backend";
import type { CliEngine } from "./cli/cli-engine";
import { removeWorkspace, workspaceFolder } from "./cli/workspace";
import { embeddedStateFile, removeEmbeddedState } from "./embedded-engine";
import { Failure } from "./failure";
import { note } from "./progress";
import type { StackPlace } from "./stack-argument";

/**
 * A stack's state belongs to one engine at a time. Where the other one takes over, it takes the state with it: an
 * engine that did not know what is deployed would deploy it again.
 */

interface Deployment {
    readonly resources?: readonly unknown[] | null;
}

/** Lets the CLI go on from the embedded engine's state. */
export async function handOverToCli(cli: CliEngine, stack: StackPlace): Promise<void> {
    const file = embeddedStateFile(stack);
    const text = readOptional(file) ?? readOptional(`${file}.bak`);
    if (text === undefined || countOf(deploymentIn(text)) === 0) {
        return;
    }
    const known = await cli.exportState();
    if (known !== undefined && countOf(deploymentIn(known)) > 0) {
        throw new Failure(
            `Both the Pulumi CLI and the embedded engine hold a state of the stack ${stack.name}, and only you can tell which one is right. ` +
                `To go on with the CLI's, move ${file} away (and its .bak). To go on with the embedded engine's, set EVENKEEL_ENGINE=embedded.`,
        );
    }
    note("The Pulumi CLI takes over the state of the embedded engine.");
    await cli.importState(text);
    removeEmbeddedState(stack);
}

/** Lets the embedded engine go on from the state that the CLI keeps in the local backend. */
export function handOverToEmbedded(stack: StackPlace): void {
    if (!existsSync(workspaceFolder(stack))) {
        return;
    }
    const file = localCheckpoint(stack);
    const text = readOptional(file);
    if (text === undefined) {
        refuseRemoteState(stack);
        return;
    }
    const { checkpoint } = JSON.parse(text) as { checkpoint: { latest?: Deployment } };
    if (countOf(checkpoint.latest) > 0) {
        note("The embedded engine takes over the state of the Pulumi CLI.");
        const target = embeddedStateFile(stack);
        mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
        writeFileSync(target, `${JSON.stringify({ version: 3, deployment: checkpoint.latest }, null, 4)}\n`, { mode: 0o600 });
    }
    for (const suffix of ["", ".bak", ".attrs", ".bak.attrs"]) {
        rmSync(`${file}${suffix}`, { force: true });
    }
    removeWorkspace(stack);
}

function refuseRemoteState(stack: StackPlace): void {
    if (chooseBackend().kind === "own") {
        throw new Failure(
            `The state of the stack ${stack.name} lies in your Pulumi backend, which the embedded engine can't reach. ` +
                "Install the Pulumi CLI and run the same command again.",
        );
    }
}

function localCheckpoint(stack: StackPlace): string {
    return join(localStateFolder(), "pulumi", ".pulumi", "stacks", "evenkeel", `${stack.name}.json`);
}

function deploymentIn(text: string): Deployment | undefined {
    return (JSON.parse(text) as { deployment?: Deployment }).deployment;
}

function countOf(deployment: Deployment | undefined): number {
    return deployment?.resources?.length ?? 0;
}

function readOptional(file: string): string | undefined {
    try {
        return readFileSync(file, "utf8");
    } catch {
        return undefined;
    }
}
