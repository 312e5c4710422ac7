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
            return describe(listeners(address, port));
        default:
            return { pids: [], words: bindComplaint(code) };
    }
}

function bindComplaint(code: string): string {
    return code === "EACCES" ? "the system, which keeps ports below 1024 for root," : `the system (${code})`;
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
function listeners(address: string | null, port: number): number[] {
    const inodes = new Set(["/proc/net/tcp", "/proc/net/tcp6"].flatMap(table => listeningInodes(readOr(table, ""), address, port)));
    return readdirSync("/proc")
        .filter(entry => /^\d+$/.test(entry))
        .map(Number)
        .filter(pid => openFiles(pid).some(link => inodes.has(link)));
}

const listening = "0A";

function listeningInodes(table: string, address: string | null, port: number): string[] {
    const wantedPort = port.toString(16).toUpperCase().padStart(4, "0");
    return table.split("\n").flatMap(line => {
        const [, local = "", , state, , , , , , inode = ""] = line.trim().split(/\s+/);
        const [localAddress = "", localPort] = local.split(":");
        return localPort === wantedPort && state === listening && overlaps(localAddress, address) ? [`socket:[${inode}]`] : [];
    });
}

/** Whether listening on `address` meets a listener of the table; what is not IPv4 is taken to meet all. */
function overlaps(listed: string, address: string | null): boolean {
    const bytes = address?.split(".").map(Number) ?? [];
    if (bytes.length !== 4 || listed.length !== 8) {
        return true;
    }
    // The table has the address as the processor keeps it: its last byte first.
    const wanted = bytes.reverse().map(byte => byte.toString(16).padStart(2, "0")).join("").toUpperCase();
    return listed === wanted || listed === "00000000";
}

function readOr(file: string, otherwise: string): string {
    try {
        return readFileSync(file, "utf8");
    } catch {
        return otherwise;
    }
}
