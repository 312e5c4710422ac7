import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

/** A little longer than a sample service lets its last requests run. */
const patience = 12_000;
const step = 50;

/** Asks processes to end, waits, and ends by force what does not. */
export async function endGracefully(pids: readonly number[]): Promise<void> {
    pids.forEach(pid => signal(pid, "SIGTERM"));
    const stubborn = await waitForEnd(pids, patience);
    stubborn.forEach(pid => signal(pid, "SIGKILL"));
    await waitForEnd(stubborn, patience);
}

async function waitForEnd(pids: readonly number[], milliseconds: number): Promise<readonly number[]> {
    const deadline = Date.now() + milliseconds;
    let left = pids.filter(isRunning);
    while (left.length > 0 && Date.now() < deadline) {
        await pause(step);
        left = left.filter(isRunning);
    }
    return left;
}

function signal(pid: number, name: NodeJS.Signals): void {
    try {
        process.kill(pid, name);
    } catch {
        // It has ended by itself.
    }
}

/** A zombie has ended: only its parent has not asked yet, and in a container nobody may ever ask. */
function isRunning(pid: number): boolean {
    try {
        return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
    } catch {
        return false;
    }
}
