import type { Run } from "./run";

const signals = ["SIGINT", "SIGTERM"] as const;

/** One Ctrl-C arrives several times: from the terminal, and from each runner in front of the process that passes it on. */
const echo = 500;

/**
 * Lets a run end in order when its process is asked to end: the first signal lets what is under way finish, the second
 * ends the process at once. Either way the state knows what was under way, and the next run goes on from there.
 *
 * @returns how to go back to what signals did before.
 */
export function onInterrupt(run: Run, tell: (text: string) => void): () => void {
    let asked: number | undefined;
    const handle = (signal: NodeJS.Signals): void => {
        if (asked !== undefined && Date.now() - asked < echo) {
            return;
        }
        if (asked !== undefined) {
            tell(`${signal} again: ending at once. The next run repeats what was under way.`);
            process.exit(130);
        }
        asked = Date.now();
        run.stop("the run was interrupted");
        tell(`${signal}: beginning nothing new, and waiting for what is under way. Send it again to end at once; the next run goes on from there.`);
    };
    signals.forEach(signal => process.on(signal, handle));
    return () => {
        signals.forEach(signal => process.off(signal, handle));
    };
}
