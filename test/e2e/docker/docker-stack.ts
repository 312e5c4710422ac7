import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Report } from "../../load/load";
import { underLoad } from "../../load/under-load";
import { get, type Answer } from "../system/client";
import type { TestEngine } from "./test-engine";

/** What a command printed, and how it ended. */
export interface Outcome {
    readonly status: number;
    readonly output: string;
}

export interface Inspected {
    readonly Id: string;
    readonly Name: string;
    readonly State: { readonly Status: string; readonly Pid: number; readonly StartedAt: string; readonly Health?: { readonly Status: string } };
    /** Of its image. */
    readonly Image: string;
    readonly Config: {
        readonly Env: readonly string[];
        readonly Cmd: readonly string[] | null;
        readonly User: string;
        readonly Healthcheck?: { readonly Test: readonly string[]; readonly Interval: number; readonly Timeout: number; readonly Retries: number; readonly StartPeriod: number };
    };
    readonly HostConfig: {
        readonly CapDrop: readonly string[] | null;
        readonly CapAdd: readonly string[] | null;
        readonly PortBindings: Readonly<Record<string, readonly { readonly HostIp: string; readonly HostPort: string }[]>> | null;
        readonly Privileged: boolean;
        readonly ReadonlyRootfs: boolean;
        readonly RestartPolicy: { readonly Name: string };
        readonly SecurityOpt: readonly string[] | null;
    };
    readonly Mounts: readonly { readonly Type: string; readonly Name?: string; readonly Source: string; readonly Destination: string; readonly RW: boolean }[];
    readonly NetworkSettings: { readonly Networks: Readonly<Record<string, { readonly IPAddress: string; readonly Aliases: readonly string[] | null }>> };
}

const shipped = "examples/healthai-docker.yaml";

/** The Docker example as it is shipped, on an engine of the test's own. Its commands are run as a user runs them. */
export class DockerStack {
    readonly folder = mkdtempSync(join(tmpdir(), "evenkeel-docker-"));
    readonly file = join(this.folder, "Pulumi.healthai.yaml");
    /** It answers to its own names alone. */
    readonly host = "healthai-api.example.com";

    /** Which engine runs the program; the one that the environment asks for, or the embedded one. */
    runner = process.env["EVENKEEL_ENGINE"] ?? "embedded";

    constructor(private readonly engine: TestEngine) {
        writeFileSync(this.file, readFileSync(shipped, "utf8"));
        // The nginx in the tests' images is Debian's, and all requests of a test come from one client.
        this.edit("  evenkeel:services:", '  evenkeel:nginx: { version: "1.22" }\n\n  evenkeel:services:');
        this.edit(/rateLimit: .*/, "rateLimit: off");
        this.edit(/( +)health: .*/, "$&\n$1failover: { failTimeout: 10s }");
    }

    get http(): string {
        return `http://${this.engine.address}`;
    }

    get https(): string {
        return `https://${this.engine.address}`;
    }

    /** Replaces `from`, which has to be there, by `to` in the stack file. */
    edit(from: string | RegExp, to: string): void {
        const text = readFileSync(this.file, "utf8");
        const edited = text.replace(from, to);
        if (edited === text) {
            throw new Error(`The stack file has no "${String(from)}".`);
        }
        writeFileSync(this.file, edited);
    }

    run(command: string, ...args: string[]): Promise<Outcome> {
        return new Promise(resolve => {
            execFile(process.execPath, ["tools/run.mjs", command, this.file, ...args], { env: this.environment, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
                resolve({ status: error === null ? 0 : Number(error.code ?? 1), output: stdout + stderr });
            });
        });
    }

    /**
     * Kills `up` at the moment it prints something, and gives what it printed so far.
     *
     * @param victim everything that it has started, or itself alone: then a slot that is being taken goes on being taken.
     */
    async killedUp(moment: RegExp, victim: "all" | "itself"): Promise<string> {
        const child = spawn(process.execPath, ["tools/run.mjs", "up", this.file], { env: this.environment, stdio: ["ignore", "pipe", "pipe"], detached: true });
        const leader = child.pid ?? 0;
        let printed = "";
        let isKilled = false;
        const listen = (text: Buffer): void => {
            printed += text.toString();
            if (!isKilled && moment.test(printed)) {
                isKilled = true;
                // The leader is what installs dependencies; its child is `up`.
                const targets = victim === "all" ? [-leader] : [leader, Number(readFileSync(`/proc/${String(leader)}/task/${String(leader)}/children`, "utf8"))];
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

    /** @throws with what `up` printed when it fails. */
    async up(): Promise<string> {
        const { status, output } = await this.run("up");
        if (status !== 0) {
            throw new Error(`up ended with status ${String(status)}:\n${output}`);
        }
        return output;
    }

    async remove(): Promise<void> {
        await this.run("down");
        rmSync(this.folder, { recursive: true, force: true });
    }

    get(path: string, scheme: "http" | "https" = "https"): Promise<Answer> {
        return get(`${this[scheme]}${path}`, { host: this.host });
    }

    /** Requests over HTTPS, at the given rate per second, while something happens. */
    during(work: () => Promise<unknown>, rate = 200): Promise<readonly Report[]> {
        return underLoad({ url: this.https, host: this.host, paths: ["/", "/a/page"], rate, instanceHeader: "x-served-by" }, work);
    }

    /** Containers that run, by name. */
    async running(...labels: string[]): Promise<string[]> {
        const filters = [`evenkeel.site`, ...labels].flatMap(label => ["--filter", `label=${label}`]);
        const names = await this.engine.docker("ps", "--format", "{{.Names}}", ...filters);
        return names.split("\n").filter(name => name !== "").sort();
    }

    /** The container that serves a slot. */
    async serving(slot: string): Promise<Inspected> {
        const [name, ...others] = await this.running(`evenkeel.slot=${slot}`);
        if (name === undefined || others.length > 0) {
            throw new Error(`${slot} is served by ${String([name, ...others])}.`);
        }
        return this.inspect(name);
    }

    async inspect(container: string): Promise<Inspected> {
        const [found] = JSON.parse(await this.engine.docker("inspect", container)) as Inspected[];
        if (found === undefined) {
            throw new Error(`There is no container ${container}.`);
        }
        return found;
    }

    private get environment(): NodeJS.ProcessEnv {
        return { ...process.env, ...this.engine.environment, EVENKEEL_HOME: join(this.folder, "home"), EVENKEEL_ENGINE: this.runner };
    }
}

export function pause(milliseconds: number): Promise<void> {
    return new Promise(resolve => setTimeout(resolve, milliseconds));
}
