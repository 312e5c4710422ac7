import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { hasEnded, processStat } from "./process-stat";

/** Who holds a lock. */
interface Owner {
    readonly pid: number;
    /** The kernel's start time of that process, which tells it from a later one with the same pid; null where unknown. */
    readonly born: string | null;
    /** When the lock was taken, for people. */
    readonly since: string;
}

/** Another run is at work on the same state. */
export class Locked extends Error {
    constructor(owner: Owner) {
        super(`Another run is at work on this stack: process ${String(owner.pid)}, since ${owner.since}. Wait for it to end, or end it, then run this again.`);
    }
}

/**
 * Takes the lock that keeps two runs from one state, and gives back how to release it. The lock of a process that
 * has died is taken over.
 *
 * @throws Locked while its owner lives.
 */
export function takeLock(file: string): () => void {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const draft = `${file}.${String(process.pid)}`;
    const content = JSON.stringify({ pid: process.pid, born: processStat(process.pid)?.born ?? null, since: new Date().toISOString() });
    writeFileSync(draft, content, { mode: 0o600 });
    try {
        acquire(file, draft);
    } finally {
        rmSync(draft, { force: true });
    }
    return () => {
        rmSync(file, { force: true });
    };
}

/** A link appears with its whole content or not at all, and never over another. */
function acquire(file: string, draft: string): void {
    while (!tryLink(draft, file)) {
        const content = tryRead(file);
        const owner = content === undefined ? undefined : parseOwner(content);
        if (owner !== undefined && isAlive(owner)) {
            throw new Locked(owner);
        }
        if (content !== undefined) {
            removeStale(file, content);
        }
    }
}

function tryLink(from: string, to: string): boolean {
    try {
        linkSync(from, to);
        return true;
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "EEXIST") {
            return false;
        }
        throw error;
    }
}

/** Moves the stale lock away; when another run was quicker and this is its fresh lock, puts it back. */
function removeStale(file: string, stale: string): void {
    const aside = `${file}.${String(process.pid)}.stale`;
    try {
        renameSync(file, aside);
    } catch {
        return;
    }
    if (tryRead(aside) !== stale) {
        tryLink(aside, file);
    }
    rmSync(aside, { force: true });
}

function tryRead(file: string): string | undefined {
    try {
        return readFileSync(file, "utf8");
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") {
            return undefined;
        }
        throw error;
    }
}

function parseOwner(content: string): Owner | undefined {
    try {
        const owner = JSON.parse(content) as Partial<Owner>;
        return typeof owner.pid === "number" ? { pid: owner.pid, born: owner.born ?? null, since: owner.since ?? "" } : undefined;
    } catch {
        return undefined;
    }
}

function isAlive({ pid, born }: Owner): boolean {
    try {
        process.kill(pid, 0);
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ESRCH") {
            return false;
        }
    }
    const now = processStat(pid);
    return now === undefined || (!hasEnded(now) && (born === null || born === now.born));
}
