import { existsSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { makeRecordedFolder, readRecord, writeRecord } from "../../docker/recorded-folder";
import { isAlive, known, noProcess, type KnownProcess } from "../../known-process";

const prefix = "evenkeel-cluster-";
/** Milliseconds for an end, by signal: a node unmounts and removes what it has made, as fast as the machine lets it. */
const patience = { SIGTERM: 60_000, SIGKILL: 10_000 } as const;

/** What a node mounts its own folders over; it makes them where the machine has none. */
const mountPoints = ["/run/containerd", "/run/netns", "/tmp/hostpath_pv", "/var/lib/cni", "/var/lib/containerd", "/var/lib/kubelet", "/var/log/containers", "/var/log/pods"];

interface ClusterRecord {
    readonly owner: KnownProcess;
    /** Ends whatever it started when it ends; undefined before there is one. */
    readonly server?: KnownProcess;
    /** Mount points that the machine did not have before. */
    readonly made: readonly string[];
}

/** @param hasNode else the mount points are none of its affair: the node of another cluster may be using them. */
export function newClusterFolder(hasNode: boolean): string {
    const record: ClusterRecord = { owner: known(process.pid), made: hasNode ? mountPoints.filter(path => !existsSync(path)) : [] };
    return makeRecordedFolder(tmpdir(), prefix, record);
}

export function recordServer(folder: string, pid: number): void {
    writeRecord(folder, { ...read(folder), server: known(pid) });
}

/** The clusters of test processes that are no more. */
export function abandonedClusters(): string[] {
    const folders = readdirSync(tmpdir()).filter(name => name.startsWith(prefix)).map(name => join(tmpdir(), name));
    return folders.filter(folder => !isAlive(read(folder).owner));
}

/**
 * Ends what is left of a cluster and removes its folder. A node that was ended by force leaves a bridge, cgroups and packet
 * filter rules of fixed names to the next one, which takes them over and removes them in the end.
 */
export async function removeCluster(folder: string): Promise<void> {
    const { server, made } = read(folder);
    if (server !== undefined) {
        await end(server);
    }
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    made.forEach(removeEmpty);
}

async function end(server: KnownProcess): Promise<void> {
    for (const signal of ["SIGTERM", "SIGKILL"] as const) {
        if (isAlive(server)) {
            process.kill(server.pid, signal);
        }
        for (const deadline = Date.now() + patience[signal]; isAlive(server) && Date.now() < deadline; ) {
            await pause(50);
        }
    }
}

function read(folder: string): ClusterRecord {
    return readRecord<ClusterRecord>(folder, { owner: noProcess, made: [] });
}

function removeEmpty(path: string): void {
    try {
        rmdirSync(path);
    } catch {
        // Somebody else uses it by now, or nobody ever made it.
    }
}
