import { exitCode } from "./failure";

type Stop = () => void;

/** Ctrl-C reaches a command twice, from the terminal and from the runner in front of it; the echo is not a second wish. */
const echo = 500;

let stop: Stop | undefined;
let isHandled = true;
let lastSignal = 0;

/** Installs the handling of Ctrl-C for a command. */
export function onInterrupt(command: string): void {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
        process.on(signal, () => {
            if (isHandled) {
                interrupt(command);
            }
        });
    }
}

/** While `work` runs, the first Ctrl-C calls `gently` in place of ending the process; a second one ends it. */
export async function interruptible<T>(gently: Stop, work: () => Promise<T>): Promise<T> {
    stop = gently;
    try {
        return await work();
    } finally {
        stop = undefined;
    }
}

/** For work that handles signals by itself. */
export async function withoutInterruptHandling<T>(work: () => Promise<T>): Promise<T> {
    isHandled = false;
    try {
        return await work();
    } finally {
        isHandled = true;
    }
}

function interrupt(command: string): void {
    const now = Date.now();
    if (now - lastSignal < echo) {
        return;
    }
    lastSignal = now;
    if (stop === undefined) {
        console.error(`\nInterrupted. What was serving goes on serving. Run \`npm run ${command}\` again to finish.`);
        process.exit(exitCode.interrupted);
    }
    console.error("\nStopping after the step under way ... (press Ctrl-C again to stop at once)");
    const gently = stop;
    stop = undefined;
    gently();
}
