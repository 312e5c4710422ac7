import { execFile, spawn, type ChildProcess } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { known } from "../known-process";
import { addressOf, connectNetwork } from "./engine-network";
import { newEngineFolder, recordEngine, removeEngine } from "./engine-remains";

const run = promisify(execFile);
const patience = 120_000;

/** New ones for each engine; the cgroups stay the machine's, an engine has to see where they are mounted. */
export const namespaces = ["--mount", "--pid", "--mount-proc", "--net", "--uts", "--ipc", "--fork"] as const;

/** A Docker engine that nothing else uses, in namespaces of its own, on a data folder that is its own to write to. */
export class PrivateEngine {
    private constructor(
        private readonly server: ChildProcess,
        private readonly first: number,
        /** Everything of it; it goes when the engine is stopped. */
        readonly folder: string,
        private readonly subnet: number,
    ) {}

    /** @param fill puts images into the engine's data folder before it starts. */
    static async start(fill: (dataFolder: string) => void = () => undefined): Promise<PrivateEngine> {
        const folder = newEngineFolder();
        try {
            return await PrivateEngine.startIn(folder, fill);
        } catch (error) {
            await removeEngine(folder);
            throw error;
        }
    }

    private static async startIn(folder: string, fill: (dataFolder: string) => void): Promise<PrivateEngine> {
        mkdirSync(join(folder, "root"));
        writeFileSync(join(folder, "daemon.json"), "{}");
        fill(join(folder, "root"));
        const log = openSync(join(folder, "log"), "a");
        const script = join(__dirname, "engine.sh");
        // However the test process ends, the engine ends with it.
        const server = spawn("setpriv", ["--pdeathsig", "KILL", "unshare", ...namespaces, "--kill-child", "sh", script, folder, cgroupOf(folder), process.execPath], { stdio: ["ignore", log, log] });
        closeSync(log);
        const first = await firstChild(server, folder);
        const processes = [server.pid ?? 0, first].map(known);
        recordEngine(folder, processes);
        const subnet = connectNetwork(first);
        recordEngine(folder, processes, subnet);
        const engine = new PrivateEngine(server, first, folder, subnet);
        await engine.untilReady();
        return engine;
    }

    /** As DOCKER_HOST has it. */
    get host(): string {
        return `unix://${join(this.folder, "docker.sock")}`;
    }

    /** Where published ports answer. */
    get address(): string {
        return addressOf(this.subnet);
    }

    /** What the engine itself has logged, warnings and errors. */
    get log(): string {
        return readFileSync(join(this.folder, "log"), "utf8");
    }

    get dataFolder(): string {
        return join(this.folder, "root");
    }

    /** Runs the docker command against this engine. Fails with what it printed, when it fails. */
    async docker(...args: string[]): Promise<string> {
        const { stdout } = await run("docker", args, { env: this.environment, maxBuffer: 64 * 1024 * 1024 });
        return stdout;
    }

    /** What a container has printed, both streams. */
    async logs(container: string): Promise<string> {
        const { stdout, stderr } = await run("docker", ["logs", container], { env: this.environment });
        return stdout + stderr;
    }

    /** For a program that runs the docker command. */
    get environment(): NodeJS.ProcessEnv {
        return { ...process.env, DOCKER_HOST: this.host, DOCKER_CONFIG: join(this.folder, "client"), DOCKER_BUILDKIT: "0" };
    }

    /** Sends a signal to a process of a container, by the number that the engine knows it by. */
    async signal(pid: number, signal: "KILL" | "QUIT"): Promise<void> {
        await run("nsenter", ["--target", String(this.first), "--pid", "--mount", "kill", `-${signal}`, String(pid)]);
    }

    /** Ends the engine's processes in order and starts them again, on the same data. Containers with a restart policy come back. */
    async restart(): Promise<void> {
        const before = this.bornAt();
        process.kill(this.first, "SIGUSR1");
        await until(async () => this.bornAt() !== before && (await this.isReady()), () => `the engine does not come back:\n${this.log}`);
    }

    /** Ends the engine in order: what it has on disk is whole. */
    async shutDown(): Promise<void> {
        process.kill(this.first, "SIGTERM");
        await until(() => Promise.resolve(this.hasEnded()), () => `the engine does not end:\n${this.log}`);
    }

    /** Ends everything of it at once and removes its data. */
    async stop(): Promise<void> {
        await removeEngine(this.folder);
    }

    private async untilReady(): Promise<void> {
        await until(async () => {
            if (this.hasEnded()) {
                throw new Error(`the engine does not start:\n${this.log}`);
            }
            return this.isReady();
        }, () => `the engine does not answer:\n${this.log}`);
    }

    private hasEnded(): boolean {
        return this.server.exitCode !== null || this.server.signalCode !== null;
    }

    private isReady(): Promise<boolean> {
        return this.docker("version", "--format", "{{.Server.Version}}").then(() => true, () => false);
    }

    /** When the engine's process was born; it is a child of the first one. */
    private bornAt(): string {
        const engine = childrenOf(this.first).find(pid => commandOf(pid) === "dockerd");
        return engine === undefined ? "" : known(engine).birth;
    }
}

/** Below the machine's own, so that what it has left is found again. */
export function cgroupOf(folder: string): string {
    return `/${folder.split("/").at(-1) ?? ""}`;
}

function childrenOf(pid: number): number[] {
    const list = readProcess(`${String(pid)}/task/${String(pid)}/children`);
    return list.split(" ").filter(child => child !== "").map(Number);
}

function commandOf(pid: number): string {
    return readProcess(`${String(pid)}/comm`).trim();
}

/** Empty for a process that has ended. */
function readProcess(file: string): string {
    try {
        return readFileSync(join("/proc", file), "utf8");
    } catch {
        return "";
    }
}

async function firstChild(parent: ChildProcess, folder: string): Promise<number> {
    for (let round = 0; round < 1500 && parent.pid !== undefined && parent.exitCode === null; round += 1) {
        const [child] = childrenOf(parent.pid);
        if (child !== undefined) {
            return child;
        }
        await pause(20);
    }
    throw new Error(`the engine's namespaces do not come to be:\n${readFileSync(join(folder, "log"), "utf8")}`);
}

async function until(condition: () => Promise<boolean>, otherwise: () => string): Promise<void> {
    const deadline = Date.now() + patience;
    while (!(await condition())) {
        if (Date.now() > deadline) {
            throw new Error(otherwise());
        }
        await pause(50);
    }
}
