import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { isDockerModel, type DockerModel } from "../../../components/config/model";
import { formatProblems } from "../../../components/config/problem";
import { validate } from "../../../components/config/validate";
import { render } from "../../../components/proxy/render";
import type { Rendered } from "../../../components/proxy/rendered";
import { bundle } from "../../../components/targets/bundle";
import { certificateFiles, chainFingerprint } from "../../../components/targets/certificate-files";
import { agentContainer } from "../../../components/targets/docker/agent-container";
import { dockerDrafts } from "../../../components/targets/docker/files";
import { proxyContainer, type OwnContainer } from "../../../components/targets/docker/proxy-container";
import { releaseBundle } from "../../../components/targets/release-bundle";
import type { Pair } from "../../certificates";
import { imageNames } from "./images/names";
import type { TestEngine } from "./test-engine";

export interface Outcome {
    readonly code: number | null;
    readonly stdout: string;
    readonly stderr: string;
}

export interface Version {
    readonly model: DockerModel;
    readonly rendered: Rendered;
}

export interface LayerOptions {
    readonly name?: string;
    /** Where clients find the site; with TLS on the port after it. */
    readonly http?: number;
    /** Of the volume with the releases, as mount has it; none: the disk's. */
    readonly configSize?: string;
}

/** The proxy and its agent as the component makes them, and instances made by hand: no Pulumi. */
export class AgentLayer {
    private constructor(private readonly engine: TestEngine, readonly name: string, private readonly http: number) {}

    static async start(engine: TestEngine, { name = "site", http = 8080, configSize }: LayerOptions = {}): Promise<AgentLayer> {
        const layer = new AgentLayer(engine, name, http);
        const { model } = layer.version();
        if (configSize !== undefined) {
            await engine.docker("volume", "create", "--opt", "type=tmpfs", "--opt", "device=tmpfs", "--opt", `o=size=${configSize}`, `${name}-config`);
        }
        for (const network of ["front", "back"]) {
            await engine.docker("network", "create", `${name}-${network}`);
        }
        await layer.create(proxyContainer(model));
        await layer.create(agentContainer(model));
        await engine.docker("start", `${name}-proxy`, `${name}-agent`);
        return layer;
    }

    get url(): string {
        return `http://${this.engine.address}:${String(this.http)}`;
    }

    /** A state of the stack file. @throws when it is not valid. */
    version(services: Readonly<Record<string, object>> = { app: {} }, more: { readonly site?: object; readonly tls?: object } = {}): Version {
        const usual = { port: 8000, instances: 2, image: imageNames.app, health: { path: "/health", interval: "1s", timeout: "500ms" } };
        const named = Object.entries(services).map(([name, service]) => [name, { routes: [`/${name}`], ...usual, ...service }]);
        const validated = validate({
            target: "docker",
            site: { name: this.name, http: this.http, https: this.http + 1, rateLimit: "off", drain: "10s", ...more.site },
            tls: more.tls ?? { mode: "off" },
            docker: { images: { proxy: imageNames.proxy } },
            services: Object.fromEntries(named),
            monitoring: { enabled: false },
            nginx: { workerProcesses: 2 },
        });
        if ("problems" in validated) {
            throw new Error(formatProblems(validated.problems));
        }
        const { model } = validated;
        if (!isDockerModel(model)) {
            throw new Error("the target is docker");
        }
        // Debian's nginx stands in for the image.
        const older: DockerModel = { ...model, nginx: { ...model.nginx, version: "1.22" } };
        return { model: older, rendered: render(older, dockerDrafts(older)) };
    }

    /** Starts an instance; its name is that of its container. */
    async instance(container: string, more: readonly string[] = []): Promise<void> {
        const network = ["--network", `${this.name}-back`];
        await this.engine.docker("run", "--detach", "--name", container, ...network, "--env", `APP_INSTANCE=${container}`, "--env", "PORT=8000", ...more, imageNames.app);
    }

    /** An instance that serves in a slot from here on. */
    async settle(slot: string, container: string, more: readonly string[] = []): Promise<void> {
        await this.instance(container, more);
        await this.untilReady(slot, container);
        const { code, stderr } = await this.slot("take", slot, container, "8000");
        if (code !== 0) {
            throw new Error(`${container} does not take ${slot}: ${stderr}`);
        }
    }

    private async untilReady(slot: string, container: string): Promise<void> {
        const deadline = Date.now() + 20_000;
        for (let outcome: Outcome; (outcome = await this.slot("ready", slot, container, "8000", "/health", "2")).code !== 0; ) {
            if (Date.now() > deadline) {
                throw new Error(outcome.stderr);
            }
        }
    }

    push({ rendered }: Version, certificate?: Pair, stdin = releaseBundle(rendered)): Promise<Outcome> {
        const fingerprint = certificate === undefined ? [] : [chainFingerprint(certificate.certificate)];
        return this.inAgent(["/evenkeel/scripts/push.sh", "release.sh", "apply", ...fingerprint], stdin);
    }

    storeCertificate({ certificate, key }: Pair): Promise<Outcome> {
        return this.inAgent(["/evenkeel/scripts/push.sh", "certificate.sh", "store", `/opt/${this.name}`], bundle(certificateFiles(certificate, key)));
    }

    slot(...words: readonly string[]): Promise<Outcome> {
        return this.inAgent(["/evenkeel/scripts/slot.sh", ...words], "");
    }

    /** What the proxy answers on its control socket. */
    async control(path: string): Promise<string> {
        return (await this.exec("agent", `curl -s -m 2 --unix-socket /evenkeel/proxy/control.sock http://localhost${path} || :`)).trim();
    }

    exec(part: "proxy" | "agent", script: string): Promise<string> {
        return this.engine.docker("exec", `${this.name}-${part}`, "sh", "-c", script);
    }

    async get(path: string): Promise<{ readonly status: number; readonly body: string; readonly servedBy: string }> {
        try {
            const response = await fetch(`${this.url}${path}`, { redirect: "manual", headers: { connection: "close" } });
            return { status: response.status, body: await response.text(), servedBy: response.headers.get("x-served-by") ?? "" };
        } catch {
            return { status: 0, body: "", servedBy: "" };
        }
    }

    inAgent(words: readonly string[], stdin: string, environment: readonly string[] = []): Promise<Outcome> {
        const variables = environment.flatMap(variable => ["--env", variable]);
        const child = spawn("docker", ["exec", "-i", ...variables, `${this.name}-agent`, "sh", ...words], { env: this.engine.environment });
        const output = { stdout: "", stderr: "" };
        child.stdout.setEncoding("utf8").on("data", (text: string) => (output.stdout += text));
        child.stderr.setEncoding("utf8").on("data", (text: string) => (output.stderr += text));
        child.stdin.on("error", () => undefined);
        child.stdin.end(stdin);
        return new Promise(resolve => child.once("close", code => { resolve({ code, ...output }); }));
    }

    private async create(container: OwnContainer): Promise<void> {
        await this.engine.docker("create", ...createOptions(container), imageNames.proxy, ...container.entrypoints.slice(1));
        for (const { name } of container.networksAdvanced.slice(1)) {
            await this.engine.docker("network", "connect", name, container.name);
        }
        await this.upload(container);
    }

    private async upload({ name, uploads = [] }: OwnContainer): Promise<void> {
        const folder = mkdtempSync(join(tmpdir(), "evenkeel-uploads-"));
        for (const { file, content } of uploads) {
            mkdirSync(dirname(join(folder, file)), { recursive: true });
            writeFileSync(join(folder, file), content);
        }
        if (uploads.length > 0) {
            await this.engine.docker("cp", `${folder}/.`, `${name}:/`);
        }
        rmSync(folder, { recursive: true });
    }
}

/** The provider's words in the docker command's. */
function createOptions(container: OwnContainer): string[] {
    const { healthcheck, capabilities } = container;
    return [
        ["--name", container.name, "--restart", container.restart, "--entrypoint", container.entrypoints[0] ?? ""],
        container.readOnly ? ["--read-only"] : [],
        (container.envs ?? []).flatMap(env => ["--env", env]),
        capabilities.drops.flatMap(name => ["--cap-drop", name]),
        capabilities.adds.flatMap(name => ["--cap-add", name]),
        container.securityOpts.flatMap(option => ["--security-opt", option]),
        Object.keys(container.tmpfs).flatMap(path => ["--tmpfs", path]),
        container.volumes.flatMap(({ volumeName, containerPath, readOnly }) => ["--volume", `${volumeName}:${containerPath}${readOnly ? ":ro" : ""}`]),
        container.networksAdvanced.slice(0, 1).flatMap(({ name }) => ["--network", name]),
        (container.ports ?? []).flatMap(({ internal, external }) => ["--publish", `${String(external)}:${String(internal)}`]),
        ["--stop-signal", container.stopSignal, "--stop-timeout", String(container.stopTimeout)],
        ["--health-cmd", healthcheck.tests.slice(1).join(" "), "--health-interval", "2s", "--health-timeout", healthcheck.timeout],
    ].flat();
}
