import { spawn } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { type Texts } from "./workflow";

/** What one job runs on: empty but for what its own steps put there. */
export class Machine {
    readonly workspace: string;
    readonly home: string;
    readonly temp: string;
    readonly files: Texts;

    constructor(folder: string) {
        [this.workspace, this.home, this.temp] = [join(folder, "workspace"), join(folder, "home"), join(folder, "temp")];
        [this.home, this.temp].forEach(path => mkdirSync(path));
        const file = (name: string): string => join(folder, name);
        this.files = { RUNNER_TEMP: this.temp, GITHUB_OUTPUT: file("output"), GITHUB_ENV: file("env"), GITHUB_STEP_SUMMARY: file("summary") };
        Object.values(this.files).slice(1).forEach(path => appendFileSync(path, ""));
    }

    async execute(script: string, env: Texts, shell: string | undefined): Promise<{ readonly status: number; readonly log: string }> {
        const path = join(this.temp, "step.sh");
        writeFileSync(path, script);
        // What the forge makes of `shell: bash`, and of none.
        const options = shell === "bash" ? ["--noprofile", "--norc", "-eo", "pipefail"] : ["-e"];
        const child = spawn("bash", [...options, path], { cwd: this.workspace, env: { ...env }, stdio: ["ignore", "pipe", "pipe"] });
        const ended = new Promise<number>(done => child.once("close", status => done(status ?? 1)));
        const [out, err, status] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
        return { status, log: out + err };
    }

    carried(): Texts {
        return assignments(this.read("GITHUB_ENV"));
    }

    outputs(): Texts {
        return assignments(this.read("GITHUB_OUTPUT"));
    }

    summary(): string {
        return this.read("GITHUB_STEP_SUMMARY");
    }

    private read(name: string): string {
        const path = this.files[name] ?? "";
        return existsSync(path) ? readFileSync(path, "utf8") : "";
    }
}

/** `name=value`, or `name<<END`, lines, and `END`. */
function assignments(file: string): Texts {
    const found = file.matchAll(/^(\w+)(?:=(.*)|<<(.+)\n([\s\S]*?)\n\3)$/gm);
    return Object.fromEntries([...found].map(([, name = "", value, , lines]) => [name, value ?? lines ?? ""]));
}
