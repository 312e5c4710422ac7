import { createRequire } from "node:module";
import * as pulumi from "@pulumi/pulumi";
import { withLocalStorage } from "@pulumi/pulumi/runtime/state";
import type { Monitor } from "./monitor";

declare module "@pulumi/pulumi/runtime/settings" {
    function setMockOptions(monitor: object, project: string, stack: string, preview: boolean, organization: string): void;
}

declare module "@pulumi/pulumi/runtime/state" {
    function withLocalStorage<T>(run: () => Promise<T>): Promise<T>;
}

export interface ProgramOptions {
    readonly projectDir: string;
    /** Absolute path of the file that `Pulumi.yaml` names as `main`. */
    readonly program: string;
    readonly project: string;
    readonly stack: string;
    readonly preview: boolean;
    /** Full keys (`evenkeel:site`), objects as JSON, secrets in clear. */
    readonly config: Readonly<Record<string, string>>;
    readonly secretConfigKeys: readonly string[];
}

/**
 * Runs the program under Pulumi's own Node runtime and gives back the errors it ended with.
 *
 * The runtime keeps its state for each run by itself, so that there may be several, one after another.
 */
export async function runProgram(options: ProgramOptions, monitor: Monitor): Promise<string[]> {
    process.chdir(options.projectDir);
    return collectErrors(() =>
        withLocalStorage(async () => {
            pulumi.runtime.setMockOptions(monitor, options.project, options.stack, options.preview, "organization");
            pulumi.runtime.setAllConfig({ ...options.config }, [...options.secretConfigKeys]);
            // The runtime takes what the program's module exports as the stack's outputs.
            try {
                await pulumi.runtime.runInPulumiStack(() => Promise.resolve(load(options.program)));
            } finally {
                // What was registered before an error is still under way.
                await pulumi.runtime.disconnect();
            }
        }),
    );
}

/** As the CLI's own host does it: by `require`, when the stack is there to be the parent of all. Its main module runs anew each time. */
function load(program: string): unknown {
    const require = createRequire(__filename);
    Reflect.deleteProperty(require.cache, require.resolve(program));
    return require(program);
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
        await Promise.race([run(), stuck()]).catch(collect);
        await new Promise(resolve => setImmediate(resolve));
        return [...new Set([...errors].map(describe))];
    } finally {
        process.off("uncaughtException", collect);
        process.off("unhandledRejection", collect);
    }
}

/** Fails when there is nothing left that could still happen, where the process would otherwise end without a word. */
function stuck(): Promise<never> {
    return new Promise((_resolve, reject) => {
        process.once("beforeExit", () => {
            reject(new pulumi.RunError("The program waits for something that can't happen any more, such as a resource that depends on itself."));
        });
    });
}

function describe(error: unknown): string {
    if (pulumi.RunError.isInstance(error)) {
        return error.message;
    }
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
