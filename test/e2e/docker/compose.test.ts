import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { sealSecret } from "../../../tools/commands/seal-secret";
import { counterpartOf, counterparts } from "./compose-counterparts";
import { seedRows } from "./compose-rows";
import { Part } from "./compose-seen";
import { DockerStack, type Inspected } from "./docker-stack";
import { TestEngine, whyNoTestEngine } from "./test-engine";

const reason = whyNoTestEngine();
const rows = seedRows();
const passphrase = "a passphrase for tests";

describe.skipIf(reason !== undefined)(`the Docker example, from its first \`up\` to its last \`down\`${reason === undefined ? "" : ` (${reason})`}`, () => {
    let engine: TestEngine;
    let stack: DockerStack;
    let printed = "";
    let upSince = 0;
    /** Every container that runs. */
    let containers: readonly Inspected[] = [];

    beforeAll(async () => {
        vi.stubEnv("PULUMI_CONFIG_PASSPHRASE", passphrase);
        engine = await TestEngine.start();
        stack = new DockerStack(engine);
        printed = await stack.up();
        upSince = Date.now();
        containers = await inspectAll();
    });

    afterAll(async () => {
        await stack.remove();
        await engine.stop();
        vi.unstubAllEnvs();
    });

    async function inspectAll(): Promise<readonly Inspected[]> {
        return Promise.all((await stack.running()).map(name => stack.inspect(name)));
    }

    function called(name: string): Inspected {
        const found = containers.find(({ Name }) => Name.startsWith(`/healthai-${name}`));
        if (found === undefined) {
            throw new Error(`No container healthai-${name} runs.`);
        }
        return found;
    }

    async function list(...args: string[]): Promise<string[]> {
        return (await engine.docker(...args)).split("\n").filter(line => line !== "").sort();
    }

    it("runs four instances, the proxy and its agent, and the monitoring", () => {
        const names = containers.map(({ Name }) => Name.replace(/-[0-9a-f]{8}$/, "").replace("/healthai-", ""));
        const instances = ["app-1", "app-2", "app-3", "app-backup-1"];
        expect(names.sort()).toEqual(["agent", "alertmanager", ...instances, "grafana", "log-exporter", "nginx-exporter", "node-exporter", "prometheus", "proxy"]);
    });

    it("is healthy as a whole within two minutes", async () => {
        const sick = async () => (await list("ps", "--format", "{{.Names}} {{.Status}}")).filter(line => !line.includes("(healthy)"));
        await expect.poll(sick, { timeout: upSince + 120_000 - Date.now(), interval: 1000 }).toEqual([]);
        expect((await stack.get("/")).status).toBe(200);
    });

    describe.skipIf(rows === undefined)(`has a counterpart for every row of seed 004's compose file${rows === undefined ? " (the seed is not here)" : ""}`, () => {
        it.each(rows ?? [])("$key: $value", async ({ key, value }) => {
            const counterpart = counterpartOf(key, value);
            expect(counterpart, "this row has no counterpart").toBeDefined();
            const [, service] = /^services\.([^.]+)/.exec(key) ?? [];
            await counterpart?.holds(await Part.find(service, stack, engine, printed), value);
        });

        it("and for nothing else", () => {
            const used = new Set(rows?.map(({ key, value }) => counterpartOf(key, value)));
            expect(Object.entries(counterparts).filter(([, counterpart]) => !used.has(counterpart)).map(([key]) => key)).toEqual([]);
        });
    });

    it("has dropped every power that no container needs", () => {
        const powers = Object.fromEntries(containers.map(({ Name, HostConfig }) => [Name.replace(/-[0-9a-f]{8}$/, ""), HostConfig.CapAdd ?? []]));
        const own = { "/healthai-proxy": ["CHOWN", "DAC_OVERRIDE", "NET_BIND_SERVICE", "SETGID", "SETUID"].map(name => `CAP_${name}`), "/healthai-agent": ["CAP_CHOWN"] };
        expect(powers).toEqual({ ...Object.fromEntries(Object.keys(powers).map(name => [name, []])), ...own });
        for (const { HostConfig } of containers) {
            expect(HostConfig).toMatchObject({ CapDrop: ["ALL"], SecurityOpt: ["no-new-privileges:true"], Privileged: false });
        }
    });

    it("runs nothing but the proxy and its agent as root", () => {
        const roots = containers.filter(({ Config }) => ["", "0", "root"].includes(Config.User.split(":")[0] ?? ""));
        expect(roots.map(({ Name }) => Name)).toEqual(["/healthai-agent", "/healthai-proxy"]);
    });

    it("gives no container the engine's socket, or any folder of the machine", () => {
        const sources = containers.flatMap(({ Mounts }) => Mounts.map(({ Type, Source }) => ({ Type, Source })));
        expect(sources.filter(({ Type, Source }) => Type !== "volume" || Source.includes("docker.sock"))).toEqual([]);
    });

    it("lets the proxy write to its logs, its socket and its cache alone", () => {
        const { HostConfig, Mounts } = called("proxy");
        expect(HostConfig.ReadonlyRootfs).toBe(true);
        expect(Mounts.filter(({ RW }) => RW).map(({ Destination }) => Destination).sort()).toEqual(["/run/evenkeel", "/var/cache/nginx", "/var/log/nginx"]);
    });

    it("publishes the site to everybody, the monitoring's pages on loopback, and nothing else", () => {
        const published = containers.flatMap(({ Name, HostConfig }) => Object.values(HostConfig.PortBindings ?? {}).flatMap(ports => ports.map(port => `${Name} ${port.HostIp}:${port.HostPort}`)));
        expect(published.sort()).toEqual(["/healthai-alertmanager 127.0.0.1:9093", "/healthai-grafana 127.0.0.1:3000", "/healthai-prometheus 127.0.0.1:9090", "/healthai-proxy 0.0.0.0:443", "/healthai-proxy 0.0.0.0:80"]);
    });

    it("has the proxy alone on the published network", async () => {
        const names = await engine.docker("network", "inspect", "--format", "{{range .Containers}}{{.Name}} {{end}}", "healthai-front");
        expect(names.trim()).toBe("healthai-proxy");
    });

    it("tells its outputs, and Grafana's password to who asks for it", async () => {
        const shown = JSON.parse((await stack.run("outputs")).output) as Record<string, unknown>;
        expect(Object.keys(shown).sort()).toEqual(["certificateAuthority", "grafanaPassword", "healthUrl", "instances", "proxy", "release", "target", "url"]);
        expect(shown).toMatchObject({ grafanaPassword: "[secret]", target: "docker", url: "https://healthai-api.example.com", instances: { app: ["app-1:8000", "app-2:8000", "app-3:8000", "app-backup-1:8000"] } });
        const { grafanaPassword } = JSON.parse((await stack.run("outputs", "--show-secrets")).output) as { grafanaPassword: string };
        expect(await engine.docker("exec", "healthai-grafana", "cat", "/run/secrets/grafana-password")).toBe(grafanaPassword);
        expect(printed).not.toContain(grafanaPassword);
    });

    it("lacks nothing, as the doctor sees it", async () => {
        const { status, output } = await stack.run("doctor");
        expect([status, output]).toEqual([0, expect.stringContaining("Everything is there.")]);
        expect(output).toContain("app: 4 of 4 instances run");
    });

    it("changes nothing and starts nothing anew in a second `up`", async () => {
        const started = (all: readonly Inspected[]) => all.map(({ Id, State }) => [Id, State.StartedAt]);
        expect(await stack.up()).toMatch(/Resources:\n +\d+ unchanged\n/);
        expect(started(await inspectAll())).toEqual(started(containers));
    });

    it("leaves nothing but data after `down`", async () => {
        await engine.docker("exec", called("app-1").Id, "sh", "-c", "echo kept >/app/data/note");
        const { status, output } = await stack.run("down");
        expect([status, output]).toEqual([0, expect.stringContaining("data volumes")]);
        expect(await list("ps", "--all", "--format", "{{.Names}}")).toEqual([]);
        expect(await list("network", "ls", "--format", "{{.Name}}")).toEqual(["bridge", "host", "none"]);
        expect(await list("volume", "ls", "--format", "{{.Name}}")).toEqual(["alertmanager", "app-backups", "app-data", "grafana", "prometheus"].map(name => `healthai-${name}`));
    });

    describe("up again, smaller, with an image of its own and a secret", () => {
        const first = "correct-horse-battery-staple";
        const second = "another-horse-battery-staple";
        const said: string[] = [];
        let generation = "";

        async function seal(value: string): Promise<void> {
            writeFileSync(stack.file, await sealSecret(readFileSync(stack.file, "utf8"), "services.app.secrets.API_KEY", value, passphrase));
        }

        /** Everything that this stack leaves on the machine. */
        function files(): string[] {
            const entries = readdirSync(stack.folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
            return entries.map(entry => join(entry.parentPath, entry.name));
        }

        beforeAll(async () => {
            const context = join(stack.folder, "context");
            mkdirSync(context);
            writeFileSync(join(context, "Dockerfile"), "FROM healthai-rag:1.0.0\nARG BUILT\nENV VERSION=$BUILT\nCOPY note /app/note\n");
            writeFileSync(join(context, "note"), "built here\n");
            stack.edit("image: healthai-rag:1.0.0", `build: { context: ${relative(process.cwd(), context)}, args: { BUILT: 3.1.4 } }`);
            stack.edit("instances: 3", "instances: 1");
            stack.edit("backup: 1", "backup: 0");
            stack.edit("evenkeel:monitoring:\n", "evenkeel:monitoring:\n    enabled: false\n");
            await seal(first);
            said.push((await stack.run("preview", "--diff")).output, await stack.up());
        });

        it("builds the image and serves from it", async () => {
            const container = await stack.serving("app-1");
            generation = container.Name;
            expect(await engine.docker("exec", container.Id, "cat", "/app/note")).toBe("built here\n");
            expect((await stack.get("/")).body).toContain("3.1.4");
        });

        it("finds the data of before", async () => {
            expect(await engine.docker("exec", (await stack.serving("app-1")).Id, "cat", "/app/data/note")).toBe("kept\n");
        });

        it("hands the secret to the container", async () => {
            expect((await stack.serving("app-1")).Config.Env).toContain(`API_KEY=${first}`);
        });

        it("starts another generation for another secret", async () => {
            await seal(second);
            said.push((await stack.run("preview", "--diff")).output, await stack.up());
            const { Name, Config } = await stack.serving("app-1");
            expect(Name).not.toBe(generation);
            expect(Config.Env).toContain(`API_KEY=${second}`);
            expect(await list("ps", "--all", "--quiet", "--filter", "label=evenkeel.slot")).toHaveLength(1);
        });

        it("has said neither secret anywhere", async () => {
            for (const command of ["up", "outputs", "doctor", "down"]) {
                said.push((await stack.run(command)).output);
            }
            for (const value of [first, second]) {
                expect(said.filter(text => text.includes(value))).toEqual([]);
                expect(files().filter(file => readFileSync(file, "latin1").includes(value))).toEqual([]);
            }
        });
    });
});
