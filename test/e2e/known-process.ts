import { hasEnded, processStat } from "../../tools/engine/process-stat";

/** A process, and when it was born, so that its number is never taken for another's. */
export interface KnownProcess {
    readonly pid: number;
    /** Empty: it was not there, or had ended. */
    readonly birth: string;
}

export const noProcess: KnownProcess = { pid: 0, birth: "" };

export function known(pid: number): KnownProcess {
    const stat = processStat(pid);
    return { pid, birth: stat === undefined || hasEnded(stat) ? "" : stat.born };
}

export function isAlive({ pid, birth }: KnownProcess): boolean {
    return birth !== "" && known(pid).birth === birth;
}
