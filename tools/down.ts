import { readFileSync } from "node:fs";
import { isKubernetesModel } from "../components/config/model";
import { wantsSandbox } from "../components/config/sandbox";
import { readStackFile } from "../components/config/stack-file";
import { validate, type RawConfig } from "../components/config/validate";
import { chooseEngine } from "./commands/choose-engine";
import { runCommand, type Invocation } from "./commands/command";
import type { Engine } from "./commands/engine";
import { messageOf } from "./commands/failure";
import { clusterRemains } from "./commands/on-cluster";
import { note } from "./commands/progress";
import { withSandboxLock } from "./commands/sandbox-lock";
import { findStack, type StackPlace } from "./commands/stack-argument";
import { tidyHome } from "./commands/tidy-home";
import { hasSampleServices, startExistingHost, stopSandbox } from "./sandbox/sandbox";

async function down({ stack: argument }: Invocation): Promise<number> {
    const stack = findStack(argument);
    const engine = await chooseEngine(stack);
    if (usesSandbox(stack)) {
        await withSandboxLock(() => takeDownSandbox(engine, stack));
    } else {
        await engine.destroy();
    }
    tidyHome();
    console.log(`Down: nothing of the stack ${stack.name} is left${remains(stack)}`);
    return 0;
}

function usesSandbox(stack: StackPlace): boolean {
    return wantsSandbox(settingsOf(stack)) || hasSampleServices(stack.name);
}

function remains(stack: StackPlace): string {
    const settings = settingsOf(stack);
    switch (settings["target"]) {
        case "docker":
            return " but its data volumes, which are yours.";
        case "kubernetes":
            return ` but ${remainsOnCluster(settings)}`;
        default:
            return ".";
    }
}

function remainsOnCluster(settings: RawConfig): string {
    const result = validate(settings);
    return "model" in result && isKubernetesModel(result.model) ? clusterRemains(result.model) : "its namespace and its claims on storage, which are yours.";
}

/** The stack file is not validated: one that has become wrong must not keep what it once described from being removed. */
function settingsOf(stack: StackPlace): RawConfig {
    const file = readStackFile(readFileSync(stack.file, "utf8"));
    return "raw" in file ? file.raw : {};
}

async function takeDownSandbox(engine: Engine, stack: StackPlace): Promise<void> {
    try {
        await ((await startExistingHost()) ? engine.destroy() : engine.forget());
    } catch (error) {
        // The host goes as a whole, so nothing is lost with what could not be removed from it.
        note(`${messageOf(error)}\nThe sandbox is thrown away as a whole in its place.`);
        await engine.forget();
    }
    note("Stopping the sandbox ...");
    await stopSandbox(stack.name);
}

void runCommand({
    name: "down",
    summary: "Removes everything that `npm run up` made, and stops the sandbox where the stack uses it. Safe to repeat.",
    run: down,
});
