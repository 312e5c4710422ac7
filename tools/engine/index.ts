import { resolve } from "node:path";
import { takeLock } from "./lock";
import type { EngineOptions, Result } from "./options";
import { execute, openState } from "./session";
import { stackOutputs } from "./stack-outputs";

export { readStackConfig, UnreadableSecrets, type StackConfig } from "./stack-config";
export { WrongPassphrase } from "./secrets";
export { Locked } from "./lock";
export { openAhead } from "./state-store";
export type { Summary } from "./events";
export type { EngineOptions, Result } from "./options";

/**
 * Runs a Pulumi program without the Pulumi CLI. One `up` or `preview` in a process.
 *
 * @throws WrongPassphrase, Locked, or what keeps the state from being read; errors of resources are in the result.
 */
export interface Engine {
    up(): Promise<Result>;
    preview(): Promise<Result>;
    destroy(): Promise<Result>;
    /** What the last `up` ended with; secrets only where they are asked for. */
    outputs(showSecrets?: boolean): Promise<Result["outputs"]>;
}

export function createEngine(given: EngineOptions): Engine {
    const options = { ...given, stateFile: resolve(given.stateFile), projectDir: resolve(given.projectDir), program: resolve(given.projectDir, given.program) };
    return {
        up: () => locked(options, () => execute(options, "up")),
        preview: () => execute(options, "preview"),
        destroy: () => locked(options, () => execute(options, "destroy")),
        outputs: async showSecrets => stackOutputs((await openState(options)).initial.resources, showSecrets),
    };
}

async function locked<T>({ stateFile }: EngineOptions, act: () => Promise<T>): Promise<T> {
    const release = takeLock(`${stateFile}.lock`);
    try {
        return await act();
    } finally {
        release();
    }
}
