import { spawn, type ChildProcess } from "node:child_process";
import { collector } from "./collector";
import type { Command, CommandResult } from "./command";

export interface LocalCommand extends Command {
    /** The program and its arguments in front of the command. */
    readonly interpreter: readonly string[];
    /** undefined: where the engine runs. */
    readonly dir: string | undefined;
}

/**
 * Runs one command on this machine and waits until it, and whatever holds its output open, has ended.
 *
 * It gets a process group of its own, so a Ctrl-C on the terminal reaches the engine alone, which then waits for the
 * command; an engine that ends at once takes the group along. A killed engine can't: then the command ends by itself, and
 * the next run repeats it.
 */
export function runLocally({ interpreter, command, environment, dir, stdin, onStdout, onStderr }: LocalCommand): Promise<CommandResult> {
    const [program = "", ...args] = [...interpreter, command];
    const child = spawn(program, args, { cwd: dir, env: { ...process.env, ...environment }, detached: true, stdio: "pipe" });
    const forget = endsWithEngine(child);
    return new Promise(resolve => {
        const [stdout, stderr, output] = [collector(), collector(), collector()];
        const settle = (failure: string | undefined): void => {
            forget();
            resolve({ stdout: stdout.text(), stderr: stderr.text(), output: output.text(), failure });
        };
        child.stdout.on("data", (data: Buffer) => {
            stdout.add(data);
            output.add(data);
            onStdout(data.toString());
        });
        child.stderr.on("data", (data: Buffer) => {
            stderr.add(data);
            output.add(data);
            onStderr(data.toString());
        });
        child.on("error", error => {
            settle(error.message);
        });
        child.on("close", (code, signal) => {
            settle(describeExit(code, signal));
        });
        // A command that ends without reading its input closes the pipe under the writer.
        child.stdin.on("error", () => undefined);
        child.stdin.end(stdin);
    });
}

function endsWithEngine(child: ChildProcess): () => void {
    const end = (): void => {
        if (child.pid !== undefined) {
            try {
                process.kill(-child.pid, "SIGKILL");
            } catch {
                // The whole group has ended already.
            }
        }
    };
    process.once("exit", end);
    return () => process.off("exit", end);
}

/** In the words that Go's os/exec has for it, without the signal's. */
function describeExit(code: number | null, signal: NodeJS.Signals | null): string | undefined {
    if (code === 0) {
        return undefined;
    }
    return code === null ? `signal: ${signal ?? "unknown"}` : `exit status ${String(code)}`;
}
