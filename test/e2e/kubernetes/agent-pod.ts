import { execFile, spawn, spawnSync, type ChildProcess } from "node:child_process";
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import type { KubernetesModel } from "../../../components/config/model";
import { agentPart, nginxPart, podPaths, scratchVolumes, type PodPart } from "../../../components/targets/kubernetes/proxy-pod";
import { podScripts } from "../../../components/targets/kubernetes/scripts";
import { addressOf, connectNetwork, disconnectNetwork } from "../docker/engine-network";

const run = promisify(execFile);
const patience = 60_000;

export type Part = "agent" | "nginx";

export interface PodFile {
    readonly path: string;
    readonly content: string;
}

export interface GroundOptions {
    /** Of the folder with the releases, as mount has it. */
    readonly homeSize?: string;
}

/** The proxy's pod as a node would run it, with the very commands and mounts that the manifest has: no cluster. */
export class AgentPod {
    private readonly containers = new Map<Part, ChildProcess>();
    private versions = 0;

    private constructor(
        private readonly model: KubernetesModel,
        private readonly folder: string,
        private readonly ground: ChildProcess,
        private readonly first: number,
        private readonly subnet: number,
    ) {}

    /** Its network and folders; nothing runs in it yet, and the cluster's name service knows nobody but itself. */
    static async create(model: KubernetesModel, { homeSize = "64m" }: GroundOptions = {}): Promise<AgentPod> {
        const folder = mkdtempSync(join(tmpdir(), "evenkeel-pod-"));
        ["mounts", "environment"].forEach(name => { mkdirSync(join(folder, name)); });
        writeFileSync(join(folder, "zone"), "");
        const log = openSync(join(folder, "ground.log"), "a");
        const words = ["--pdeathsig", "KILL", "unshare", "--mount", "--pid", "--mount-proc", "--net", "--fork", "--kill-child", "sh", join(__dirname, "agent-ground.sh"), folder, process.execPath, homeSize];
        const ground = spawn("setpriv", words, { stdio: ["ignore", log, log] });
        closeSync(log);
        await until(() => existsSync(join(folder, "ready")), () => `the pod's ground is not made:\n${readFileSync(join(folder, "ground.log"), "utf8")}`);
        const first = childrenOf(ground.pid ?? 0)[0] ?? 0;
        const pod = new AgentPod(model, folder, ground, first, connectNetwork(first));
        pod.place("scripts", podScripts);
        pod.names({});
        return pod;
    }

    get address(): string {
        return addressOf(this.subnet);
    }

    get url(): string {
        return `http://${this.address}:${String(this.model.site.httpPort)}`;
    }

    /** The process that the pod's network can be entered through. */
    get entrance(): number {
        return this.first;
    }

    /** What the name service says from now on; `fate` befalls all questions alike. */
    names(pods: Readonly<Record<string, readonly string[]>>, fate?: "silent" | "broken" | "none"): void {
        const domain = "shop.svc.cluster.local";
        const lines = Object.entries(pods).map(([name, addresses]) => `${name}.${domain} ${addresses.join(" ")}`);
        this.write("zone", ["kubernetes.default.svc.cluster.local 10.232.0.1", ...lines, ...(fate === undefined ? [] : [`! ${fate}`])].join("\n"));
    }

    /** Puts files where a ConfigMap or Secret of this name is mounted, all at once, as a node does it. */
    place(volume: "release" | "scripts" | "tls", files: readonly PodFile[]): void {
        const folder = join(this.folder, "given", volume);
        this.versions += 1;
        const version = `..version_${String(this.versions)}`;
        for (const { path, content } of files) {
            mkdirSync(dirname(join(folder, version, path)), { recursive: true });
            writeFileSync(join(folder, version, path), content, { mode: 0o644 });
        }
        symlinkSync(version, join(folder, "..data_tmp"));
        renameSync(join(folder, "..data_tmp"), join(folder, "..data"));
        const tops = new Set(files.map(({ path }) => path.split("/")[0] ?? path));
        [...tops].filter(top => !existsSync(join(folder, top))).forEach(top => { symlinkSync(`..data/${top}`, join(folder, top)); });
    }

    /** As a node starts a container, again too. */
    start(part: Part): void {
        const { command, mounts }: PodPart = part === "agent" ? agentPart(this.model) : nginxPart(this.model);
        const scratch = new Set(scratchVolumes.map(({ name }) => name as string));
        const sources = mounts.map(({ volume, subPath, path, readOnly }) =>
            [join(this.folder, scratch.has(volume) ? "volumes" : "given", volume, subPath ?? ""), path, readOnly ? "ro" : "rw"].join(" "));
        this.write(`mounts/${part}`, sources.map(line => `${line}\n`).join(""));
        this.write(`environment/${part}`, this.environment(part).join("\n"));
        const log = openSync(join(this.folder, `${part}.log`), "a");
        const within = ["--target", String(this.first), "--mount", "--net", "--pid", "unshare", "--mount", "--pid", "--fork", "--kill-child"];
        const words = [...within, "sh", join(__dirname, "agent-container.sh"), this.folder, part, ...command];
        this.containers.set(part, spawn("nsenter", words, { stdio: ["ignore", log, log] }));
        closeSync(log);
    }

    /** As the startup probe of the agent holds nginx back. */
    async startAll(): Promise<void> {
        this.start("agent");
        await until(() => this.hasEnded("agent") || this.passes("agent", agentPart(this.model).startup.command), () => this.log("agent"));
        this.start("nginx");
        await until(async () => (await this.get("/nginx-health")).status === 200, () => this.log("nginx"));
    }

    passes(part: Part, command: readonly string[]): boolean {
        return spawnSync("nsenter", [...this.inside(part), ...command]).status === 0;
    }

    async exec(part: Part, script: string): Promise<string> {
        const { stdout } = await run("nsenter", [...this.inside(part), "sh", "-c", script]);
        return stdout;
    }

    /** To the first process of a container. */
    signal(part: Part, signal: NodeJS.Signals): void {
        const first = this.firstOf(part);
        if (first === 0) {
            throw new Error(`${part} does not run:\n${this.log(part)}`);
        }
        process.kill(first, signal);
    }

    /** The exit code of a container, once it has ended; 128 and more for a signal. */
    async ended(part: Part): Promise<number> {
        await until(() => this.hasEnded(part), () => `${part} goes on:\n${this.log(part)}`);
        const { exitCode, signalCode } = this.containers.get(part) ?? {};
        return exitCode ?? (signalCode === null ? -1 : 128);
    }

    /** What a container has printed. */
    log(part: Part): string {
        return readFileSync(join(this.folder, `${part}.log`), "utf8");
    }

    terminationLog(part: Part): string {
        return readFileSync(join(this.folder, `termination-log-${part}`), "utf8");
    }

    /** Status 0 when there is no answer. */
    async get(path: string): Promise<{ readonly status: number; readonly servedBy: string; readonly body: string }> {
        try {
            const response = await fetch(`${this.url}${path}`, { signal: AbortSignal.timeout(5000), redirect: "manual" });
            return { status: response.status, servedBy: response.headers.get("x-served-by") ?? "", body: await response.text() };
        } catch {
            return { status: 0, servedBy: "", body: "" };
        }
    }

    /** What the proxy answers on its control socket. */
    async control(path: string): Promise<string> {
        return (await this.exec("agent", `curl -s -m 2 --unix-socket ${podPaths.proxy}/control.sock http://localhost${path} || :`)).trim();
    }

    /** Addresses that nginx sends requests of a service to. */
    async serving(service: string): Promise<string[]> {
        const config = await this.exec("agent", `cat ${this.model.paths.conf}/conf.d/upstream.conf`);
        const block = config.split(`upstream evenkeel_${service} {`)[1]?.split("}")[0] ?? "";
        return [...block.matchAll(/^ *server +([^ ]+)(?!.* down;)/gm)].map(([, address]) => address ?? "");
    }

    async stop(): Promise<void> {
        process.kill(this.first, "SIGKILL");
        await until(() => this.ground.exitCode !== null || this.ground.signalCode !== null, () => "the pod's ground does not end");
        disconnectNetwork(this.subnet);
        rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
    }

    private inside(part: Part): string[] {
        return ["--target", String(this.firstOf(part)), "--mount", "--net", "--pid", "env", ...this.environment(part), "setpriv", "--reuid", "10001", "--regid", "10001", "--clear-groups"];
    }

    private environment(part: Part): string[] {
        const { env } = part === "agent" ? agentPart(this.model) : nginxPart(this.model);
        return env.map(({ name, value }) => `${name}=${value}`);
    }

    /** nsenter, its child unshare, and that one's child: the container. */
    private firstOf(part: Part): number {
        const [namespaces = 0] = childrenOf(this.containers.get(part)?.pid ?? 0);
        return childrenOf(namespaces)[0] ?? 0;
    }

    private hasEnded(part: Part): boolean {
        const container = this.containers.get(part);
        return container === undefined || container.exitCode !== null || container.signalCode !== null;
    }

    private write(path: string, content: string): void {
        const target = join(this.folder, path);
        writeFileSync(`${target}.tmp`, content);
        renameSync(`${target}.tmp`, target);
    }
}

function childrenOf(pid: number): number[] {
    try {
        return readFileSync(`/proc/${String(pid)}/task/${String(pid)}/children`, "utf8").split(" ").filter(child => child !== "").map(Number);
    } catch {
        return [];
    }
}

async function until(condition: () => boolean | Promise<boolean>, otherwise: () => string): Promise<void> {
    const deadline = Date.now() + patience;
    while (!(await condition())) {
        if (Date.now() > deadline) {
            throw new Error(otherwise());
        }
        await pause(50);
    }
}
