import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { homedir, userInfo } from "node:os";
import { delimiter, sep } from "node:path";
import type { ServerChannel } from "ssh2";
import { sandboxVariable } from "./process-table";

const systemFolders = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

/**
 * Runs one command as sshd does: through the shell, in a session of its own, with the channel as its three streams. What
 * the command leaves running goes on running, and keeps the channel open for as long as it holds an output stream.
 */
export function runCommand(command: string, channel: ServerChannel): ChildProcessWithoutNullStreams {
    const child = spawn("/bin/sh", ["-c", command], { cwd: "/", detached: true, env: commandEnvironment() });
    channel.pipe(child.stdin);
    child.stdout.pipe(channel, { end: false });
    child.stderr.pipe(channel.stderr, { end: false });
    // A command need not read all its input, and a client may be gone before all output is sent.
    child.stdin.on("error", () => channel.unpipe(child.stdin));
    channel.on("error", () => undefined);
    channel.on("close", () => cutOff(child));
    child.on("close", (code, signal) => {
        if (signal === null) {
            channel.exit(code ?? 0);
        } else {
            channel.exit(signal.replace(/^SIG/, ""));
        }
        channel.end();
    });
    return child;
}

/** With the client gone, input ends and the next write fails, which is what a lost connection does to a real command. */
function cutOff(child: ChildProcessWithoutNullStreams): void {
    child.stdin.destroy();
    child.stdout.destroy();
    child.stderr.destroy();
}

/** The login's environment, not that of the program that happened to start the sandbox. */
function commandEnvironment(): NodeJS.ProcessEnv {
    const own = (process.env["PATH"] ?? "").split(delimiter).filter(folder => !folder.split(sep).includes("node_modules"));
    const kept = Object.entries(process.env).filter(([name]) => name === sandboxVariable || /^(LANG|LC_.*|TZ)$/.test(name));
    return {
        ...Object.fromEntries(kept),
        PATH: [...new Set([...systemFolders, ...own])].join(delimiter),
        HOME: homedir(),
        SHELL: "/bin/sh",
        USER: loginName(),
        LOGNAME: loginName(),
    };
}

/** The account that everything in the sandbox runs under; its number where it has no name, as in some containers. */
export function loginName(): string {
    try {
        return userInfo().username;
    } catch {
        return String(process.getuid?.() ?? "sandbox");
    }
}
