import { spawn, type ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { findProgram } from "../../../tools/commands/machine/programs";

/** A program of the monitoring as a process of a test's own; Debian's names for them. */
export class Program {
    private readonly said: string[] = [];

    private constructor(private readonly child: ChildProcess, private readonly name: string) {
        child.stdout?.on("data", (text: Buffer) => this.said.push(text.toString()));
        child.stderr?.on("data", (text: Buffer) => this.said.push(text.toString()));
    }

    /** @param url answers with 200 once it is ready. */
    static async start(name: string, args: readonly string[], url: string, cwd?: string): Promise<Program> {
        const program = new Program(spawn(findProgram(name) ?? name, args, { stdio: ["ignore", "pipe", "pipe"], ...(cwd === undefined ? {} : { cwd }) }), name);
        await program.answers(url);
        return program;
    }

    signal(signal: NodeJS.Signals): void {
        this.child.kill(signal);
    }

    async stop(): Promise<void> {
        if (this.child.exitCode === null) {
            const ended = new Promise((resolve) => this.child.once("exit", resolve));
            this.child.kill("SIGTERM");
            await ended;
        }
    }

    private async answers(url: string): Promise<void> {
        for (let attempt = 0; attempt < 600 && this.child.exitCode === null; attempt += 1) {
            if (await fetch(url).then((response) => response.ok, () => false)) {
                return;
            }
            await sleep(100);
        }
        await this.stop();
        throw new Error(`${this.name} does not answer at ${url}:\n${this.said.join("")}`);
    }
}

/** Programs that this machine lacks. */
export function missing(names: readonly string[]): readonly string[] {
    return names.filter((name) => findProgram(name) === undefined);
}
