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
        await withoutTraces(() => unlessStuck(run())).catch(collect);
        await new Promise(resolve => setImmediate(resolve));
        return [...new Set([...errors].map(describe))];
    } finally {
        process.off("uncaughtException", collect);
        process.off("unhandledRejection", collect);
    }
}

/**
 * The runtime writes down the stack of every promise at once, and finding the lines of the sources for all of them takes
 * longer than the program itself. An error that is thrown keeps its own: that is only put into words when it is read.
 */
async function withoutTraces(run: () => Promise<void>): Promise<void> {
    const prepare = Error.prepareStackTrace;
    Error.prepareStackTrace = String;
    try {
        await run();
    } finally {
        if (prepare === undefined) {
            Reflect.deleteProperty(Error, "prepareStackTrace");
        } else {
            Error.prepareStackTrace = prepare;
        }
    }
}

/** Fails when there is nothing left that could still happen, where the process would otherwise end without a word. */
async function unlessStuck(run: Promise<void>): Promise<void> {
    let fail = (): void => undefined;
    const nothingLeft = new Promise<never>((_resolve, reject) => {
        fail = () => {
            reject(new pulumi.RunError("The program waits for something that can't happen any more, such as a resource that depends on itself."));
        };
    });
    process.once("beforeExit", fail);
    try {
        await Promise.race([run, nothingLeft]);
    } finally {
        process.off("beforeExit", fail);
    }
}

function describe(error: unknown): string {
    if (pulumi.RunError.isInstance(error)) {
        return error.message;
    }
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
