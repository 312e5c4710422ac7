import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export interface Outcome {
    readonly status: number;
    readonly output: string;
}

/** Seconds; for a command that goes on until it is ended. */
const patienceWithEndless = 3;

export function isEndless(command: string): boolean {
    return /(?:tail|logs|-u \w+) -f\b/.test(command);
}

/** A clone of this project for the commands of its pages, which are run in it as they are typed: by a shell. */
export class FreshClone {
    private readonly folder = mkdtempSync(join(tmpdir(), "evenkeel-docs-"));
    readonly project = join(this.folder, "evenkeel");

    /** @param machine what programs need in their environment. */
    constructor(private readonly machine: NodeJS.ProcessEnv) {
        execFileSync("git", ["clone", "--quiet", resolve("."), this.project], { stdio: "ignore" });
        // What `npm run` would install first: it is here already.
        symlinkSync(resolve("node_modules"), join(this.project, "node_modules"));
    }

    write(file: string, content: string): void {
        writeFileSync(join(this.project, file), content);
    }

    read(file: string): string {
        return readFileSync(join(this.project, file), "utf8");
    }

    /** Replaces `from`, which has to be there, by `to`. */
    edit(file: string, from: string | RegExp, to: string): void {
        const before = this.read(file);
        const after = before.replace(from, to);
        if (after === before) {
            throw new Error(`${file} has no ${String(from)}:\n${before}`);
        }
        this.write(file, after);
    }

    run(command: string): Promise<Outcome> {
        // Both streams as a terminal shows them.
        const words = [...(isEndless(command) ? ["timeout", String(patienceWithEndless)] : []), "bash", "-c", `exec 2>&1; ${command}`];
        return new Promise(done => {
            execFile("env", words, { cwd: this.project, env: this.environment, maxBuffer: 2 ** 26, timeout: 500_000 }, (error, stdout, stderr) => {
                done({ status: error === null ? 0 : Number(error.code ?? 1), output: stdout + stderr });
            });
        });
    }

    remove(): void {
        rmSync(this.folder, { recursive: true, force: true });
    }

    private get environment(): NodeJS.ProcessEnv {
        return {
            ...process.env,
            EVENKEEL_ENGINE: process.env["EVENKEEL_ENGINE"] ?? "embedded",
            EVENKEEL_HOME: join(this.folder, "home"),
            GIT_AUTHOR_NAME: "Operator",
            GIT_AUTHOR_EMAIL: "operator@example.com",
            GIT_COMMITTER_NAME: "Operator",
            GIT_COMMITTER_EMAIL: "operator@example.com",
            ...this.machine,
        };
    }
}
