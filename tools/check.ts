import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

/** Types, lint and unit tests, side by side; what each prints stays together. Their caches make the second run fast. */
const steps: readonly (readonly string[])[] = [
    ["tsc", "--project", ".", "--incremental", "--tsBuildInfoFile", "node_modules/.cache/tsc.tsbuildinfo"],
    ["eslint", ".", "--cache", "--cache-location", "node_modules/.cache/eslint/"],
    ["vitest", "run", "--project", "unit"],
];

async function run([program = "", ...args]: readonly string[]): Promise<boolean> {
    const child = spawn(`node_modules/.bin/${program}`, args, { stdio: ["ignore", "pipe", "pipe"] });
    const ended = new Promise<number | null>(resolve => child.once("close", resolve));
    const [out, err, status] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    console.log(`\n> ${program}${status === 0 ? "" : ` (status ${String(status)})`}\n${out}${err}`);
    return status === 0;
}

async function check(): Promise<void> {
    const results = await Promise.all(steps.map(run));
    process.exitCode = results.every(Boolean) ? 0 : 1;
}

void check();
