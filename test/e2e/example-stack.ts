import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Report } from "../load/load";
import { underLoad } from "../load/under-load";
import { get, type Answer } from "./system/client";

/** What a command printed, and how it ended. */
export interface Outcome {
    readonly status: number;
    readonly output: string;
}

/** An example as it is shipped, on a machine of the test's own. Its commands are run as a user runs them. */
export abstract class ExampleStack {
    readonly folder = mkdtempSync(join(tmpdir(), "evenkeel-example-"));
    readonly file = join(this.folder, "Pulumi.healthai.yaml");
    /** It answers to its own names alone. */
    readonly host = "healthai-api.example.com";

    /** Which engine runs the program; the one that the environment asks for, or the embedded one. */
    runner = process.env["EVENKEEL_ENGINE"] ?? "embedded";

    /** @param machine what programs need in their environment to use it. */
    protected constructor(
        example: string,
        private readonly machine: NodeJS.ProcessEnv,
    ) {
        writeFileSync(this.file, readFileSync(example, "utf8"));
        // Tests do what production's policies don't allow: one client without a limit sends all requests.
        this.edit("environment: production", "environment: development");
    }

    abstract get http(): string;
    abstract get https(): string;

    /** Replaces `from`, which has to be there, by `to` in the stack file. */
    edit(from: string | RegExp, to: string): void {
        const text = readFileSync(this.file, "utf8");
        const edited = text.replace(from, to);
        if (edited === text) {
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

    /**
     * Kills `up` at the moment it prints something, and gives what it printed so far.
     *
     * @param victim everything that it has started too, or itself alone: then what it has begun goes on.
     */
    async killedUp(moment: RegExp, victim: "all" | "itself"): Promise<string> {
        const child = spawn(process.execPath, ["tools/run.mjs", "up", this.file], { env: this.environment, stdio: ["ignore", "pipe", "pipe"], detached: true });
        const leader = child.pid ?? 0;
        let printed = "";
        let isKilled = false;
        const listen = (text: Buffer): void => {
            printed += text.toString();
            if (!isKilled && moment.test(printed)) {
                isKilled = true;
                // The leader is what installs dependencies; its child is `up`.
                const targets = victim === "all" ? [-leader] : [leader, Number(readFileSync(`/proc/${String(leader)}/task/${String(leader)}/children`, "utf8"))];
                targets.forEach(target => process.kill(target, "SIGKILL"));
            }
        };
        child.stdout.on("data", listen);
        child.stderr.on("data", listen);
        await once(child, "exit");
        if (!isKilled) {
            throw new Error(`up never came to ${String(moment)}:\n${printed}`);
        }
        return printed;
    }

    async remove(): Promise<void> {
        await this.run("down");
        this.forget();
    }

    /** Removes its files alone: what it is deployed on goes as a whole. */
    forget(): void {
        rmSync(this.folder, { recursive: true, force: true });
    }

    get(path: string, scheme: "http" | "https" = "https"): Promise<Answer> {
        return get(`${this[scheme]}${path}`, { host: this.host });
    }

    /** Requests over HTTPS, at the given rate per second, while something happens. */
    during(work: () => Promise<unknown>, rate = 200): Promise<readonly Report[]> {
        return underLoad({ url: this.https, host: this.host, paths: ["/", "/a/page"], rate, instanceHeader: "x-served-by" }, work);
    }

    private get environment(): NodeJS.ProcessEnv {
        return { ...process.env, ...this.machine, EVENKEEL_HOME: join(this.folder, "home"), EVENKEEL_ENGINE: this.runner };
    }
}

export function pause(milliseconds: number): Promise<void> {
    return new Promise(resolve => setTimeout(resolve, milliseconds));
}
