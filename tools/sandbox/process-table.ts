import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/**
 * Which processes belong to a sandbox is asked of the kernel, not of pid files: each carries the sandbox's folder in its
 * environment and passes it on to whatever it starts. Nothing is missed when a starting command was killed half way, and
 * a reused process id never points at a stranger.
 */
export const sandboxVariable = "EVENKEEL_SANDBOX";

/** What a background process is there for; processes that a command on the host started have none. */
export const roleVariable = "EVENKEEL_SANDBOX_ROLE";

export interface SandboxProcess {
    readonly pid: number;
    readonly role: string | undefined;
}

/** The processes of the sandbox in `folder`, whoever started them. */
export function sandboxProcesses(folder: string, prefix: string): SandboxProcess[] {
    return readdirSync("/proc")
        .filter(entry => /^\d+$/.test(entry))
        .flatMap(entry => belongs(Number(entry), folder, prefix));
}

function belongs(pid: number, folder: string, prefix: string): SandboxProcess[] {
    const environment = readEntries(pid, "environ");
    if (environment.includes(`${sandboxVariable}=${folder}`)) {
        const role = environment.find(entry => entry.startsWith(`${roleVariable}=`));
        return [{ pid, role: role?.slice(roleVariable.length + 1) }];
    }
    return isNginxBelow(pid, prefix) ? [{ pid, role: undefined }] : [];
}

/**
 * nginx writes its title over its environment, so its processes are known by the logs that they hold open. That finds
 * workers too, which go on serving when their master is killed.
 */
function isNginxBelow(pid: number, prefix: string): boolean {
    return readEntries(pid, "cmdline")[0]?.startsWith("nginx: ") === true && openFiles(pid).some(file => file.startsWith(`${prefix}/`));
}

/** What a process's descriptors lead to: paths, and `socket:[inode]`; empty for another user's process. */
export function openFiles(pid: number): string[] {
    const folder = `/proc/${String(pid)}/fd`;
    return attempt(() => readdirSync(folder), []).flatMap(entry => attempt(() => [readlinkSync(`${folder}/${entry}`)], []));
}

/** Empty when the process has ended or is another user's: such a one is none of ours. */
function readEntries(pid: number, file: string): string[] {
    return attempt(() => readFileSync(`/proc/${String(pid)}/${file}`, "utf8").split("\0"), []);
}

/** Processes end and descriptors close while they are looked at. */
function attempt<T>(look: () => T, otherwise: T): T {
    try {
        return look();
    } catch {
        return otherwise;
    }
}
