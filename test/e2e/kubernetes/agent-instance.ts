import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { AgentPod } from "./agent-pod";

const program = join(__dirname, "../../../tools/sample-service/main.ts");
const patience = 60_000;

/** A pod of a service: the sample service at an address of its own. */
export class AgentInstance {
    private constructor(private readonly child: ChildProcess) {}

    /** In the network of the pod, which everything of a test is in. Its answers say its address. */
    static async start(pod: AgentPod, address: string, service = "app"): Promise<AgentInstance> {
        const enter = ["--target", String(pod.entrance), "--net"];
        const words = ["--pdeathsig", "KILL", "nsenter", ...enter, process.execPath, "--require", "tsx/cjs", program, "--name", address, "--service", service, "--address", address, "--port", "8000"];
        const child = spawn("setpriv", words, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
        const ready = new Promise((resolve, reject) => child.once("message", resolve).once("exit", reject));
        await Promise.race([ready, pause(patience).then(() => { throw new Error(`the instance at ${address} does not start`); })]);
        return new AgentInstance(child);
    }

    /** What it has begun ends first. */
    async end(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
        if (this.child.exitCode === null && this.child.signalCode === null) {
            const ended = new Promise(resolve => this.child.once("exit", resolve));
            this.child.kill(signal);
            await ended;
        }
    }
}
