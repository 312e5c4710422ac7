import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

/** What a command printed, and how it ended. */
export interface Outcome {
    readonly status: number;
    readonly output: string;
}

/** A stack file of a test's own, with a state folder of its own. Its commands are run as a user runs them. */
export class CommandedStack {
    private made: string | undefined;

    /** Which engine runs the program; undefined: the one that the environment asks for, or the embedded one. */
    runner: string | undefined;

    /**
     * @param path of the stack file as it is elsewhere; it keeps its name.
     * @param begun what stands in it to begin with.
     * @param machine what programs need in their environment to use the stack's machine.
     */
    protected constructor(
        private readonly path: string,
        private readonly begun: string,
        private readonly machine: NodeJS.ProcessEnv = {},
    ) {}

    /** Made when it is first asked for: tests that are skipped leave none. */
    get folder(): string {
        if (this.made === undefined) {
            this.made = mkdtempSync(join(tmpdir(), "evenkeel-stack-"));
            writeFileSync(this.file, this.begun);
        }
        return this.made;
    }

    get home(): string {
        return join(this.folder, "home");
    }

    get file(): string {
        return join(this.folder, basename(this.path));
    }

    /** The stack file. */
    get text(): string {
        return readFileSync(this.file, "utf8");
    }

    /** Replaces `from`, which has to be there, by `to` in the stack file. */
    edit(from: string | RegExp, to: string): void {
        const edited = this.text.replace(from, to);
        if (edited === this.text) {
            throw new Error(`The stack file has no "${String(from)}".`);
        }
        writeFileSync(this.file, edited);
    }

    run(command: string, ...args: string[]): Promise<Outcome> {
        return new Promise(resolve => {
            execFile(process.execPath, ["tools/run.mjs", command, this.file, ...args], { env: this.environment, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
                resolve({ status: error === null ? 0 : Number(error.code ?? 1), output: stdout + stderr });
            });
        });
    }

    /** @throws with what `up` printed when it fails. */
    async up(): Promise<string> {
        const { status, output } = await this.run("up");
        if (status !== 0) {
            throw new Error(`up ended with status ${String(status)}:\n${output}`);
        }
        return output;
    }

    async remove(): Promise<void> {
        await this.run("down");
        this.forget();
    }

    /** Removes its files alone: what it is deployed on goes as a whole. */
    forget(): void {
        if (this.made !== undefined) {
            rmSync(this.made, { recursive: true, force: true });
        }
    }

    protected get environment(): NodeJS.ProcessEnv {
        return { ...process.env, ...this.machine, EVENKEEL_HOME: this.home, EVENKEEL_ENGINE: this.runner ?? process.env["EVENKEEL_ENGINE"] ?? "embedded" };
    }
}
