import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { processStat } from "../engine/process-stat";

/** An nginx of the benchmark's own, in the foreground, ended with its workers by `stop`. */
export class ProxyProcess {
    private constructor(private readonly child: ChildProcess) {}

    static async start(configuration: string, probeUrl: string): Promise<ProxyProcess> {
        const child = spawn("nginx", ["-c", configuration, "-e", "/dev/null", "-g", "daemon off;"], { stdio: ["ignore", "ignore", "inherit"] });
        const proxy = new ProxyProcess(child);
        await proxy.answers(probeUrl);
        return proxy;
    }

    /** Processor time of the master and its workers so far, in nanoseconds. */
    cpuTime(): number {
        return [this.pid(), ...this.workers()].map(processorTime).reduce((sum, time) => sum + time, 0);
    }

    async stop(): Promise<void> {
        const ended = new Promise(resolve => this.child.once("exit", resolve));
        this.child.kill("SIGTERM");
        await ended;
    }

    private async answers(url: string): Promise<void> {
        for (let attempt = 0; attempt < 50; attempt += 1) {
            if (this.child.exitCode !== null) {
                throw new Error(`nginx ended with status ${String(this.child.exitCode)} before it answered at ${url}.`);
            }
            if (succeeds("curl", ["-ksf", "-o", "/dev/null", url])) {
                return;
            }
            await sleep(100);
        }
        throw new Error(`nginx does not answer at ${url}.`);
    }

    private pid(): number {
        if (this.child.pid === undefined) {
            throw new Error("nginx could not be started.");
        }
        return this.child.pid;
    }

    private workers(): number[] {
        const parent = String(this.pid());
        return readdirSync("/proc")
            .filter(entry => /^\d+$/.test(entry) && processStat(entry)?.parent === parent)
            .map(Number);
    }
}

function succeeds(program: string, args: readonly string[]): boolean {
    try {
        execFileSync(program, args, { stdio: "ignore" });
        return true;
    } catch {
        return false;
    }
}

function processorTime(pid: number): number {
    return Number(readFileSync(`/proc/${String(pid)}/schedstat`, "utf8").split(" ")[0]);
}
