import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { openFiles } from "./process-table";

/** Who holds a port, as far as this account may know. */
export interface PortOwner {
    /** Processes that listen on it; empty when they are another user's. */
    readonly pids: readonly number[];
    /** `node (process 123)`, or that it is another user's. */
    readonly words: string;
}

/**
 * Who stands in the way of listening on a port; undefined when nobody does.
 *
 * @param address null for all addresses.
 */
export async function portOwner(address: string | null, port: number): Promise<PortOwner | undefined> {
    const code = await bindError(address, port);
    switch (code) {
        case undefined:
            return undefined;
        case "EADDRINUSE":
            return describe(listeners(port));
        default:
            return { pids: [], words: bindComplaint(code) };
    }
}

function bindComplaint(code: string): string {
    return code === "EACCES" ? "the system, which keeps ports below 1024 for root" : `the system (${code})`;
}

function bindError(address: string | null, port: number): Promise<string | undefined> {
    return new Promise(resolve => {
        const server = createServer();
        server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
        server.listen({ port, ...(address === null ? {} : { host: address }) }, () => server.close(() => resolve(undefined)));
    });
}

function describe(pids: readonly number[]): PortOwner {
    const words = pids.map(pid => `${readOr(`/proc/${String(pid)}/comm`, "a program").trim()} (process ${String(pid)})`);
    return { pids, words: words.length === 0 ? "another user's program" : words.join(", ") };
}

/** The kernel lists listening sockets by inode; a process holds one when a descriptor of its links to it. */
function listeners(port: number): number[] {
    const inodes = new Set(["/proc/net/tcp", "/proc/net/tcp6"].flatMap(table => listeningInodes(readOr(table, ""), port)));
    return readdirSync("/proc")
        .filter(entry => /^\d+$/.test(entry))
        .map(Number)
        .filter(pid => openFiles(pid).some(link => inodes.has(link)));
}

const listening = "0A";

function listeningInodes(table: string, port: number): string[] {
    const wanted = port.toString(16).toUpperCase().padStart(4, "0");
    return table.split("\n").flatMap(line => {
        const [, local = "", , state, , , , , , inode = ""] = line.trim().split(/\s+/);
        return local.endsWith(`:${wanted}`) && state === listening ? [`socket:[${inode}]`] : [];
    });
}

function readOr(file: string, otherwise: string): string {
    try {
        return readFileSync(file, "utf8");
    } catch {
        return otherwise;
    }
}
