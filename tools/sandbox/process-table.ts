import { readdirSync, readFileSync } from "node:fs";

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
    return isMasterBelow(readEntries(pid, "cmdline"), prefix) ? [{ pid, role: undefined }] : [];
}

/** nginx writes its title over its environment, so a master is known by the configuration it was started with. */
function isMasterBelow(commandLine: readonly string[], prefix: string): boolean {
    const title = commandLine[0] ?? "";
    return title.startsWith("nginx: master process ") && title.includes(` ${prefix}/`);
}

/** Empty when the process has ended or is another user's: such a one is none of ours. */
function readEntries(pid: number, file: string): string[] {
    try {
        return readFileSync(`/proc/${pid}/${file}`, "utf8").split("\0");
    } catch {
        return [];
    }
}
