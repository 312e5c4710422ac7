import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { once } from "node:events";

const filters = process.argv.slice(2);

/** Everything that passes on a fresh machine: installs what the tests run, then runs them all, or those that are named. */
const steps = [
    ["sh", "test/install-needs.sh"],
    ["node_modules/.bin/vitest", "run", ...filters],
] as const;

async function main(): Promise<void> {
    const endBuild = filters.length === 0 || filters.some(filter => filter.includes("kubernetes")) ? buildCluster() : () => undefined;
    try {
        for (const [program, ...args] of steps) {
            const [status] = (await once(spawn(program, args, { stdio: "inherit" }), "exit")) as [number | null];
            if (status !== 0) {
                process.exitCode = status ?? 1;
                return;
            }
        }
    } finally {
        endBuild();
    }
}

/**
 * Begins to build what the Kubernetes tests need, from what time the other tests leave. It fails in silence: the tests that
 * need it say why they are skipped.
 *
 * @returns what ends it, with all that it has started.
 */
function buildCluster(): () => void {
    mkdirSync(".evenkeel", { recursive: true });
    const log = openSync(".evenkeel/testcluster.log", "w");
    const build = spawn("sh", ["test/e2e/kubernetes/cluster/build.sh", "again"], { stdio: ["ignore", log, log], detached: true });
    closeSync(log);
    const end = (): void => {
        if (build.pid !== undefined && build.exitCode === null && build.signalCode === null) {
            process.kill(-build.pid, "SIGTERM");
        }
    };
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
        process.once(signal, () => {
            end();
            process.kill(process.pid, signal);
        });
    }
    return end;
}

void main();
