import { readFileSync } from "node:fs";

/** What the kernel says of a process (proc_pid_stat(5)). */
export interface ProcessStat {
    readonly state: string;
    readonly parent: string;
    /** Start time, in clock ticks since the machine's own: it tells a process from a later one of the same number. */
    readonly born: string;
}

/** undefined: there is no such process, or no /proc. */
export function processStat(pid: number | string): ProcessStat | undefined {
    try {
        const stat = readFileSync(`/proc/${String(pid)}/stat`, "utf8");
        // From the third field on: the second, the program's name, may hold spaces and parentheses.
        const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
        return { state: fields[0] ?? "", parent: fields[1] ?? "", born: fields[19] ?? "" };
    } catch {
        return undefined;
    }
}

/** Also while its parent has not looked at it yet. */
export function hasEnded({ state }: ProcessStat): boolean {
    return state === "Z" || state === "X";
}
