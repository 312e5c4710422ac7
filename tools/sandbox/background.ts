import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { roleVariable, sandboxVariable } from "./process-table";
import { logFile, sandboxFolder } from "./folders";

const loader = require.resolve("tsx/cjs");

/** How long a background process may take until it says that it is ready. */
const startTimeout = 20_000;

export interface Background {
    /** Names the log file and says in messages what did not start. */
    readonly name: string;
    /** Tells what the process is there for, see process-table. */
    readonly role: string;
    /** Absolute path of the TypeScript program. */
    readonly program: string;
    readonly args: readonly string[];
}

/**
 * Starts a process that outlives this one, and waits until it says that it is ready.
 *
 * @throws Error with the process's own words when it ends before that.
 */
export async function startInBackground(background: Background): Promise<void> {
    const log = logFile(background.name);
    mkdirSync(dirname(log), { recursive: true, mode: 0o700 });
    const output = openSync(log, "w", 0o600);
    const child = spawn(process.execPath, ["--require", loader, background.program, ...background.args], {
        cwd: "/",
        detached: true,
        stdio: ["ignore", output, output, "ipc"],
        env: { ...plainEnvironment(), [sandboxVariable]: sandboxFolder(), [roleVariable]: background.role },
    });
    closeSync(output);
    try {
        await readyMessage(child, () => `${background.name} does not start: ${readFileSync(log, "utf8").trim()}`);
    } finally {
        if (child.connected) {
            child.disconnect();
        }
        child.unref();
    }
}

/**
 * Compiles a program into the loader's cache, so that what is started afterwards is ready sooner, and has no compiler
 * running beside it for as long as it lives.
 */
export async function compile(program: string): Promise<void> {
    const child = spawn(process.execPath, ["--require", loader, "--eval", "require(process.argv[1])", program], { cwd: "/", stdio: "ignore", env: plainEnvironment() });
    await once(child, "exit");
}

/** What outlives a command gets nothing of its environment that may be secret, such as a passphrase. */
function plainEnvironment(): NodeJS.ProcessEnv {
    const plain = /^(EVENKEEL_HOME|PATH|HOME|LANG|LC_.*|TZ|TMPDIR)$/;
    return Object.fromEntries(Object.entries(process.env).filter(([name]) => plain.test(name)));
}

function readyMessage(child: ChildProcess, complaint: () => string): Promise<void> {
    return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
            child.kill("SIGKILL");
            reject(new Error(`${complaint()} (not ready after ${startTimeout / 1000} s)`));
        }, startTimeout);
        const settle = (then: () => void): void => {
            clearTimeout(timer);
            child.removeAllListeners();
            then();
        };
        child.once("message", () => settle(resolve));
        child.once("error", error => settle(() => reject(error)));
        child.once("exit", () => settle(() => reject(new Error(complaint()))));
    });
}
