import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

/** Types, lint and unit tests, side by side; what each prints stays together. Their caches make the second run fast. */
const steps: Readonly<Record<string, readonly string[]>> = {
    types: ["tsc", "--project", ".", "--incremental", "--tsBuildInfoFile", "node_modules/.cache/tsc.tsbuildinfo"],
    lint: ["eslint", ".", "--cache", "--cache-location", "node_modules/.cache/eslint/"],
    unit: ["vitest", "run", "--project", "unit*"],
};

async function run([program = "", ...args]: readonly string[]): Promise<boolean> {
    const child = spawn(`node_modules/.bin/${program}`, args, { stdio: ["ignore", "pipe", "pipe"] });
    const ended = new Promise<number | null>(resolve => child.once("close", resolve));
    const [out, err, status] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    console.log(`\n> ${program}${status === 0 ? "" : ` (status ${String(status)})`}\n${out}${err}`);
    return status === 0;
}

/** @param names of the steps; all of them when there are none. */
async function check(names: readonly string[]): Promise<void> {
    const unknown = names.filter(name => steps[name] === undefined);
    if (unknown.length > 0) {
        console.error(`There is no step ${unknown.join(", ")}: name some of ${Object.keys(steps).join(", ")}, or none for all of them.`);
        process.exitCode = 2;
        return;
    }
    const results = await Promise.all(Object.entries(steps).filter(([name]) => names.length === 0 || names.includes(name)).map(([, step]) => run(step)));
    process.exitCode = results.every(Boolean) ? 0 : 1;
}

void check(process.argv.slice(2));
