import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { Report } from "../load/load";
import { underLoad } from "../load/under-load";
import { CommandedStack } from "./commanded-stack";
import { get, type Answer } from "./system/client";

/** An example as it is shipped, on a machine of the test's own. */
export abstract class ExampleStack extends CommandedStack {
    /** It answers to its own names alone. */
    readonly host = "healthai-api.example.com";

    /** @param machine what programs need in their environment to use it. */
    protected constructor(example: string, machine: NodeJS.ProcessEnv) {
        super("Pulumi.healthai.yaml", readFileSync(example, "utf8"), machine);
        // Tests do what production's policies don't allow: one client without a limit sends all requests.
        this.edit("environment: production", "environment: development");
    }

    abstract get http(): string;
    abstract get https(): string;

    /**
     * Kills `up` at the moment it prints something, and gives what it printed so far.
     *
     * @param victim everything that it has started too, or itself alone: then what it has begun goes on.
     */
    async killedUp(moment: RegExp, victim: "all" | "itself"): Promise<string> {
        const child = spawn(process.execPath, ["tools/run.mjs", "up", this.file], { env: this.environment, stdio: ["ignore", "pipe", "pipe"], detached: true });
        const leader = child.pid;
        if (leader === undefined) {
            throw new Error("up can't be started");
        }
        let printed = "";
        let isKilled = false;
        const listen = (text: Buffer): void => {
            printed += text.toString();
            if (!isKilled && moment.test(printed)) {
                isKilled = true;
                const targets = victim === "all" ? [-leader] : [leader, ...childrenOf(leader)];
                targets.forEach(target => process.kill(target, "SIGKILL"));
            }
        };
        child.stdout.on("data", listen);
        child.stderr.on("data", listen);
        await once(child, "exit");
        if (!isKilled) {
            throw new Error(`up never came to ${String(moment)}:\n${printed}`);
        }
        return printed;
    }

    get(path: string, scheme: "http" | "https" = "https"): Promise<Answer> {
        return get(`${this[scheme]}${path}`, { host: this.host });
    }

    /** Requests over HTTPS, at the given rate per second, while something happens. */
    during(work: () => Promise<unknown>, rate = 200): Promise<readonly Report[]> {
        return underLoad({ url: this.https, host: this.host, paths: ["/", "/a/page"], rate, instanceHeader: "x-served-by" }, work);
    }
}

/** Of what installs dependencies, that is `up`. */
function childrenOf(leader: number): number[] {
    const children = readFileSync(`/proc/${String(leader)}/task/${String(leader)}/children`, "utf8");
    return children.split(" ").filter(pid => pid !== "").map(Number);
}

export function pause(milliseconds: number): Promise<void> {
    return new Promise(resolve => setTimeout(resolve, milliseconds));
}
