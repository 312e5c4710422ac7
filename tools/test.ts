import { spawnSync } from "node:child_process";

/** Everything that passes on a fresh machine: installs what the tests run, then runs them all, or those that are named. */
const steps = [
    ["sh", "test/install-needs.sh"],
    ["node_modules/.bin/vitest", "run", ...process.argv.slice(2)],
] as const;

for (const [program, ...args] of steps) {
    const { status } = spawnSync(program, args, { stdio: "inherit" });
    if (status !== 0) {
        process.exit(status ?? 1);
    }
}
