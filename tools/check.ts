import { spawnSync } from "node:child_process";

/** Types, lint and unit tests, one after the other; the first that fails ends it. */
const steps: readonly (readonly string[])[] = [["tsc", "--project", "."], ["eslint", "."], ["vitest", "run", "--project", "unit"]];

for (const [program = "", ...args] of steps) {
    console.log(`\n> ${program} ${args.join(" ")}`);
    const { status } = spawnSync(`node_modules/.bin/${program}`, args, { stdio: "inherit" });
    if (status !== 0) {
        process.exit(status ?? 1);
    }
}
