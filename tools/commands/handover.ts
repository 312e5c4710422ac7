import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { localStateFolder } from "../../components/config/sandbox";
import { chooseBackend, isBackendNamed } from "./cli/backend";
import type { CliEngine } from "./cli/cli-engine";
import { removeWorkspace, workspaceFolder } from "./cli/workspace";
import { embeddedState, embeddedStateFile, removeEmbeddedState } from "./embedded-engine";
import { Failure } from "./failure";
import { note } from "./progress";
import type { StackPlace } from "./stack-argument";

/**
 * A stack's state belongs to one engine at a time. Where the other one takes over, it takes the state with it: an
 * engine that did not know what is deployed would deploy it again. What only looks is lent the state.
 */

interface Deployment {
    readonly resources?: readonly unknown[] | null;
}

/** Lets the CLI go on from the embedded engine's state. */
export async function handOverToCli(cli: CliEngine, stack: StackPlace): Promise<void> {
    const state = await stateForCli(cli, stack);
    if (state !== undefined) {
        note("The Pulumi CLI takes over the state of the embedded engine.");
        await cli.importState(state);
        removeEmbeddedState(stack);
    }
}

/** The embedded engine's state, which the CLI has to go on from; undefined where there is none. */
export async function stateForCli(cli: CliEngine, stack: StackPlace): Promise<string | undefined> {
    const state = embeddedState(stack);
    if (state === undefined || countOf(deploymentIn(state)) === 0) {
        return undefined;
    }
    const known = await cli.exportState();
    if (known !== undefined && countOf(deploymentIn(known)) > 0) {
        throw new Failure(
            `Both the Pulumi CLI and the embedded engine hold a state of the stack ${stack.name}, and only you can tell which one is right. ` +
                `To go on with the CLI's, move ${embeddedStateFile(stack)} away (and its .bak). To go on with the embedded engine's, set EVENKEEL_ENGINE=embedded.`,
        );
    }
    return state;
}

/**
 * Lets the embedded engine go on from the state that the CLI keeps in the local backend.
 *
 * @param isAskedFor whether the user has named this engine.
 */
export function handOverToEmbedded(stack: StackPlace, isAskedFor: boolean): void {
    const state = stateForEmbedded(stack, isAskedFor);
    if (state !== undefined) {
        note("The embedded engine takes over the state of the Pulumi CLI.");
        const target = embeddedStateFile(stack);
        mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
        writeFileSync(target, state, { mode: 0o600 });
    }
    if (existsSync(localCheckpoint(stack))) {
        removeLocalState(stack);
    }
}

/**
 * The state that the CLI keeps in the local backend, which the embedded engine has to go on from; undefined where there is none.
 *
 * @throws Failure where it lies in another backend, or may well do.
 */
export function stateForEmbedded(stack: StackPlace, isAskedFor: boolean): string | undefined {
    const text = readOptional(localCheckpoint(stack));
    if (text === undefined) {
        refuseRemoteState(stack, isAskedFor);
        return undefined;
    }
    const { checkpoint } = JSON.parse(text) as { checkpoint: { latest?: Deployment } };
    return countOf(checkpoint.latest) === 0 ? undefined : `${JSON.stringify({ version: 3, deployment: checkpoint.latest }, null, 4)}\n`;
}

/**
 * Where the CLI has worked on the stack from here, its state is in the backend in force. Where nobody has, as in a fresh
 * clone, one that is named is taken for where others keep it: a login alone may be for other projects.
 */
function refuseRemoteState(stack: StackPlace, isAskedFor: boolean): void {
    const folder = workspaceFolder(stack);
    const isUsed = existsSync(folder);
    const isRemote = isUsed ? chooseBackend().kind === "own" : isBackendNamed() && !isAskedFor;
    if (isRemote && embeddedState(stack) === undefined) {
        throw new Failure(
            `The state of the stack ${stack.name} lies in your Pulumi backend, which the embedded engine can't reach. Install the Pulumi CLI and run the same command again. ` +
                `If the stack was never deployed with it, ${isUsed ? `remove ${folder}` : "set EVENKEEL_ENGINE=embedded"}.`,
        );
    }
}

function removeLocalState(stack: StackPlace): void {
    for (const suffix of ["", ".bak", ".attrs", ".bak.attrs"]) {
        rmSync(`${localCheckpoint(stack)}${suffix}`, { force: true });
    }
    removeWorkspace(stack);
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
