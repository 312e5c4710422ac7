import { execFile, type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findProgram } from "../../../tools/commands/machine/programs";

/** What a command printed, and how it ended. */
export interface Outcome {
    readonly status: number;
    readonly output: string;
}

/** Why the dev stack can't be brought up on this machine; undefined where it can. */
export function whyNot(): string | undefined {
    const missing = ["nginx", "curl"].filter(program => findProgram(program) === undefined);
    return missing.length === 0 ? undefined : `this machine has no ${missing.join(" and no ")}`;
}

/**
 * The dev stack as it is shipped, moved to ports, addresses and a state folder of its own, so that one that a developer
 * has running is left alone. Its commands are run as a user runs them.
 */
export class DevStack {
    readonly http: string;
    readonly https: string;
    readonly folder = mkdtempSync(join(tmpdir(), "evenkeel-system-"));
    readonly home = join(this.folder, "home");
    readonly file = join(this.folder, "Pulumi.dev.yaml");

    /** @param place what its addresses begin with, and its ports; two that run at once need different ones. */
    constructor(place = { addresses: "127.0.5", http: 18080, https: 18443 }) {
        [this.http, this.https] = [`http://127.0.0.1:${String(place.http)}`, `https://127.0.0.1:${String(place.https)}`];
        const shipped = readFileSync("Pulumi.dev.yaml", "utf8");
        const ports = shipped.replace("http: 8080", `http: ${String(place.http)}`).replace("https: 8443", `https: ${String(place.https)}`);
        writeFileSync(this.file, ports.replaceAll("127.0.3", place.addresses));
    }

    /** The stack file. */
    get text(): string {
        return readFileSync(this.file, "utf8");
    }

    /** Replaces `from`, which has to be there, by `to` in the stack file. */
    edit(from: string, to: string): void {
        if (!this.text.includes(from)) {
            throw new Error(`The stack file has no "${from}".`);
        }
        writeFileSync(this.file, this.text.replace(from, to));
    }

    run(command: string, ...args: string[]): Promise<Outcome> {
        return new Promise(resolve => {
            execFile(process.execPath, ["tools/run.mjs", command, this.file, ...args], { env: this.environment }, (error, stdout, stderr) => {
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

    /** An `up` of its own process group, for killing. */
    spawnUp(): ChildProcess {
        return spawn(process.execPath, ["tools/run.mjs", "up", this.file], { env: this.environment, stdio: "ignore", detached: true });
    }

    async remove(): Promise<void> {
        await this.run("down");
        rmSync(this.folder, { recursive: true, force: true });
    }

    /** Every file of this stack's state, sandbox host and logs, and what is in it. */
    files(): ReadonlyMap<string, string> {
        const entries = readdirSync(this.home, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
        return new Map(entries.map(entry => join(entry.parentPath, entry.name)).map(file => [file, readFileSync(file, "latin1")]));
    }

    private get environment(): NodeJS.ProcessEnv {
        return { ...process.env, EVENKEEL_HOME: this.home, EVENKEEL_ENGINE: process.env["EVENKEEL_ENGINE"] ?? "embedded" };
    }
}

/** Tells a sample instance how to behave: `{ mode: "hang" }`. */
export async function turn(instance: string, wish: Readonly<Record<string, unknown>>): Promise<void> {
    const answer = await fetch(`http://${instance}/-/switch`, { method: "POST", body: JSON.stringify(wish) });
    if (!answer.ok) {
        throw new Error(`${instance} refuses the switch: ${await answer.text()}`);
    }
}
