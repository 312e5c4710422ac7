import { existsSync, mkdirSync, readdirSync, rmdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { isAlive, known, noProcess, type KnownProcess } from "../known-process";
import { disconnectNetwork } from "./engine-network";
import { makeRecordedFolder, readRecord, writeRecord } from "./recorded-folder";

const prefix = "evenkeel-engine-";
const patience = 10_000;

/** Where the test images lie, and engines whose data cannot share the files with them from elsewhere. */
export const localFolder = join(__dirname, "../../../.evenkeel");

interface EngineRecord {
    readonly owner: KnownProcess;
    readonly processes: readonly KnownProcess[];
    /** Of its network; undefined before it has one. */
    readonly subnet?: number;
}

const noRecord: EngineRecord = { owner: noProcess, processes: [] };

/** A temporary folder on the disk of the test images. */
export function newEngineFolder(): string {
    mkdirSync(localFolder, { recursive: true });
    const isSameDisk = statSync(tmpdir()).dev === statSync(localFolder).dev;
    return makeRecordedFolder(isSameDisk ? tmpdir() : localFolder, prefix, recordOf([]));
}

/** What a later run needs to end an engine whose test process was killed. */
export function recordEngine(folder: string, processes: readonly KnownProcess[], subnet?: number): void {
    writeRecord(folder, recordOf(processes, subnet));
}

function recordOf(processes: readonly KnownProcess[], subnet?: number): EngineRecord {
    return { owner: known(process.pid), processes, ...(subnet !== undefined && { subnet }) };
}

/** The engines of test processes that are no more. */
export function abandonedEngines(): string[] {
    return [tmpdir(), localFolder]
        .filter(base => existsSync(base))
        .flatMap(base => readdirSync(base).filter(name => name.startsWith(prefix)).map(name => join(base, name)))
        .filter(folder => !isAlive(readRecord(folder, noRecord).owner));
}

/** Ends what is left of an engine and removes its folder and cgroups. Its mounts and containers go with its first process. */
export async function removeEngine(folder: string): Promise<void> {
    const { processes, subnet } = readRecord(folder, noRecord);
    const living = processes.filter(isAlive);
    living.forEach(({ pid }) => process.kill(pid, "SIGKILL"));
    await untilGone(() => !processes.some(isAlive));
    if (subnet !== undefined && living.length > 0) {
        disconnectNetwork(subnet);
    }
    await untilGone(() => cgroupsOf(folder).every(isRemoved));
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

function cgroupsOf(folder: string): string[] {
    const root = "/sys/fs/cgroup";
    return [root, ...readdirSync(root).map(name => join(root, name))].map(base => join(base, basename(folder))).filter(path => existsSync(path));
}

/** Innermost first; false while something in it still ends. */
function isRemoved(cgroup: string): boolean {
    const inner = readdirSync(cgroup, { withFileTypes: true }).filter(entry => entry.isDirectory());
    try {
        inner.forEach(entry => isRemoved(join(cgroup, entry.name)));
        rmdirSync(cgroup);
        return true;
    } catch {
        return false;
    }
}

async function untilGone(condition: () => boolean): Promise<void> {
    const deadline = Date.now() + patience;
    while (!condition() && Date.now() < deadline) {
        await pause(20);
    }
}
