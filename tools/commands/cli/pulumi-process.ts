import { spawn, type ChildProcess } from "node:child_process";
import { delimiter, dirname } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { Failure } from "../failure";
import { interruptible } from "../interrupt";

/** The Pulumi CLI in a workspace of its own. */
export interface PulumiProcess {
    readonly program: string;
    readonly folder: string;
    /** On top of this process's own. */
    readonly environment: Readonly<Record<string, string>>;
    /** What becomes of its lines before they are shown; they have no colours then. */
    readonly edit?: (lines: AsyncIterable<string>) => AsyncIterable<string>;
}

/** Runs the CLI with its output on the terminal; Ctrl-C asks it to stop after the step under way. */
export async function runVisibly(pulumi: PulumiProcess, ...args: string[]): Promise<void> {
    const { edit } = pulumi;
    const child = start(pulumi, args, edit === undefined ? "inherit" : "pipe");
    const shown = edit === undefined ? [] : [showLines(child.stdout, process.stdout, edit), showLines(child.stderr, process.stderr, edit)];
    child.stdin?.end();
    const end = (): void => void child.kill("SIGINT");
    process.once("exit", end);
    try {
        const status = await interruptible(end, () => statusOf(child));
        await Promise.all(shown);
        if (status !== 0) {
            throw new Failure(`pulumi ${args[0] ?? ""} failed; what it says is above.`);
        }
    } finally {
        process.removeListener("exit", end);
    }
}

async function showLines(from: Readable | null, to: Writable, edit: NonNullable<PulumiProcess["edit"]>): Promise<void> {
    if (from === null) {
        return;
    }
    for await (const line of edit(createInterface(from))) {
        to.write(`${line}\n`);
    }
}

/**
 * Runs the CLI and returns what it prints on standard output.
 *
 * @throws Failure with what it prints on standard error.
 */
export async function runQuietly(pulumi: PulumiProcess, args: readonly string[], input = ""): Promise<string> {
    const { output, complaint, status } = await runToEnd(pulumi, args, input);
    if (status !== 0) {
        throw new Failure(`pulumi ${args.join(" ")} failed:\n${complaint.trim()}`);
    }
    return output;
}

/** What a run of the CLI prints, and how it ends. */
export interface Ended {
    readonly output: string;
    readonly complaint: string;
    readonly status: number;
}

/** Runs the CLI without a word on the terminal. */
export async function runToEnd(pulumi: PulumiProcess, args: readonly string[], input = ""): Promise<Ended> {
    const child = start(pulumi, args, "pipe");
    child.stdin?.on("error", () => undefined).end(input);
    const read = async (stream: NodeJS.ReadableStream | null): Promise<string> => (stream === null ? "" : text(stream));
    const [output, complaint, status] = await Promise.all([read(child.stdout), read(child.stderr), statusOf(child)]);
    return { output, complaint, status };
}

/** Not in the terminal's process group: Ctrl-C would reach it a second time, and that means "at once" to it. */
function start({ program, folder, environment }: PulumiProcess, args: readonly string[], stdio: "inherit" | "pipe"): ChildProcess {
    return spawn(program, [...args, "--non-interactive"], {
        cwd: folder,
        detached: true,
        stdio: stdio === "inherit" ? ["ignore", "inherit", "inherit"] : "pipe",
        env: {
            PULUMI_NODEJS_TRANSPILE_ONLY: "true",
            ...process.env,
            ...environment,
            PULUMI_SKIP_UPDATE_CHECK: "true",
            // The language host lies beside the CLI.
            PATH: [dirname(program), process.env["PATH"] ?? ""].join(delimiter),
        },
    });
}

function statusOf(child: ChildProcess): Promise<number> {
    return new Promise((resolve, reject) => {
        child.once("error", reject);
        child.once("close", status => resolve(status ?? 1));
    });
}
