import { rmSync } from "node:fs";
import type { Model } from "../../components/config/model";
import { endGracefully } from "./end-processes";
import { prefixFolder, sandboxFolder } from "./folders";
import { sandboxProcesses } from "./process-table";
import { findSandboxHost } from "../../components/config/sandbox";
import { ensureSampleServices, stacksWithSampleServices, stopSampleServices } from "./sample-services";
import { ensureHostRecord, ensureSshHost } from "./ssh-service";

/**
 * The sandbox: a host to load-balance on that is no more than an SSH server on loopback with a folder that stands for
 * `/`, and sample services behind it. The machine's own nginx and sshd stay untouched.
 */

/** Settles how the sandbox host is reached, without starting it: a preview needs no more. */
export async function prepareSandbox(): Promise<void> {
    await ensureHostRecord();
}

/** Starts the host alone, as removing a stack needs it; false when there is none. */
export async function startExistingHost(): Promise<boolean> {
    const isThere = findSandboxHost() !== undefined;
    if (isThere) {
        await ensureSshHost();
    }
    return isThere;
}

/** Whether sample services of a stack run, whatever its stack file says by now. */
export function hasSampleServices(stack: string): boolean {
    return stacksWithSampleServices().includes(stack);
}

/**
 * Starts what is missing for `stack`; what runs already is left as it is.
 *
 * @param onStart is told the name of each instance before it starts.
 */
export async function startSandbox(stack: string, model: Model, onStart: (name: string) => void): Promise<void> {
    await ensureSshHost();
    await ensureSampleServices(stack, model, onStart);
}

/** Stops the instances that the stack file no longer names; to be called once the proxy has let go of them. */
export async function retireInstances(stack: string, model: Model): Promise<void> {
    await stopSampleServices(stack, model);
}

/** Ends the part of the sandbox that serves `stack`, and with the last stack the host, everything it runs and all files. */
export async function stopSandbox(stack: string): Promise<void> {
    await stopSampleServices(stack);
    if (stacksWithSampleServices().length > 0) {
        return;
    }
    // What the host runs may start more as it ends, so the table is read until it is empty.
    for (let round = 0; round < 3 && processes().length > 0; round += 1) {
        await endGracefully(processes());
    }
    rmSync(sandboxFolder(), { recursive: true, force: true });
}

function processes(): number[] {
    return sandboxProcesses(sandboxFolder(), prefixFolder())
        .map(found => found.pid)
        .filter(pid => pid !== process.pid);
}
