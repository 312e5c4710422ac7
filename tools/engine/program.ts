import * as pulumi from "@pulumi/pulumi";
import type { Monitor } from "./monitor";

declare module "@pulumi/pulumi/runtime/settings" {
    function setMockOptions(monitor: object, project: string, stack: string, preview: boolean, organization: string): void;
}

export interface ProgramOptions {
    readonly projectDir: string;
    /** Path of the file that `Pulumi.yaml` names as `main`. */
    readonly program: string;
    readonly project: string;
    readonly stack: string;
    readonly preview: boolean;
    /** Full keys (`evenkeel:site`), objects as JSON, secrets in clear. */
    readonly config: Readonly<Record<string, string>>;
    readonly secretConfigKeys: readonly string[];
}

let hasRun = false;

/**
 * Runs the program under Pulumi's own Node runtime and gives back the errors it ended with.
 *
 * The runtime and the program's modules keep their state for as long as the process lives, so this can be done once.
 */
export async function runProgram(options: ProgramOptions, monitor: Monitor): Promise<string[]> {
    if (hasRun) {
        throw new Error("The embedded engine runs a program once in a process: start another one for the next run.");
    }
    hasRun = true;
    pulumi.runtime.setMockOptions(monitor, options.project, options.stack, options.preview, "organization");
    pulumi.runtime.setAllConfig({ ...options.config }, [...options.secretConfigKeys]);
    process.chdir(options.projectDir);
    return collectErrors(async () => {
        // The runtime takes what the program's module exports as the stack's outputs.
        await pulumi.runtime.runInPulumiStack(async () => (await import(options.program)) as Record<string, unknown>);
        await pulumi.runtime.disconnect();
    });
}

/** Rejections surface once for every promise they pass through: each error counts once. */
async function collectErrors(run: () => Promise<void>): Promise<string[]> {
    const errors = new Set<unknown>();
    const collect = (error: unknown): void => {
        errors.add(error);
    };
    process.on("uncaughtException", collect);
    process.on("unhandledRejection", collect);
    try {
        await run().catch(collect);
        await new Promise(resolve => setImmediate(resolve));
        return [...new Set([...errors].map(describe))];
    } finally {
        process.off("uncaughtException", collect);
        process.off("unhandledRejection", collect);
    }
}

function describe(error: unknown): string {
    if (pulumi.RunError.isInstance(error)) {
        return error.message;
    }
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
