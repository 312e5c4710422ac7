import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { imageNames } from "./images/names";
import { PrivateEngine } from "./private-engine";
import { TestEngine, whyNoTestEngine } from "./test-engine";

const reason = whyNoTestEngine();
const title = (text: string): string => `${text}${reason === undefined ? "" : ` (${reason})`}`;

/** What an engine in `folder` is known by on this machine: processes, mounts, cgroups, its network link, the folder itself. */
function tracesOf(folder: string, address: string): string[] {
    const name = folder.split("/").at(-1) ?? "";
    const processes = readdirSync("/proc").filter(pid => /^\d+$/.test(pid) && commandLine(pid).includes(name) && pid !== String(process.pid));
    const mounts = readFileSync("/proc/mounts", "utf8").split("\n").filter(line => line.includes(name));
    const cgroups = ["", ...readdirSync("/sys/fs/cgroup")].map(base => join("/sys/fs/cgroup", base, name)).filter(path => existsSync(path));
    const links = execFileSync("ip", ["-4", "-o", "address"], { encoding: "utf8" }).split("\n").filter(line => line.includes(address.replace(/2$/, "")));
    return [...processes.map(pid => `process ${pid}`), ...mounts, ...cgroups, ...links, ...(existsSync(folder) ? [folder] : [])];
}

function commandLine(pid: string): string {
    try {
        return readFileSync(`/proc/${pid}/cmdline`, "utf8");
    } catch {
        return "";
    }
}

function folderOf(engine: { readonly host: string }): string {
    return engine.host.replace(/^unix:\/\//, "").replace(/\/docker\.sock$/, "");
}

/** What an engine of the machine's own would change. */
function machine(): unknown {
    const filters = spawnSync("iptables-save", { encoding: "utf8", env: { PATH: "/usr/sbin:/sbin" } }).stdout.replace(/^#.*\n|\[.*/gm, "");
    const files = ["/run/docker", "/run/docker.sock", "/run/docker.pid", "/run/containerd", "/etc/docker"];
    return { filters, files: files.map(file => (existsSync(file) ? statSync(file).mtimeMs : "none")) };
}

async function until<T>(look: () => Promise<T>, isRight: (seen: T) => boolean): Promise<T> {
    const deadline = Date.now() + 15_000;
    for (;;) {
        const seen = await look();
        if (isRight(seen) || Date.now() > deadline) {
            return seen;
        }
        await pause(50);
    }
}

describe.skipIf(reason !== undefined)(title("a Docker engine for tests"), () => {
    const before = machine();
    let engine: TestEngine;

    beforeAll(async () => {
        engine = await TestEngine.start();
    });

    afterAll(() => engine.stop());

    function ask(port: number, path: string, headers: Readonly<Record<string, string>> = {}): Promise<string> {
        const look = (): Promise<string> => fetch(`http://${engine.address}:${String(port)}${path}`, { headers }).then(async answer => `${String(answer.status)} ${await answer.text()}`, String);
        return until(look, seen => /^\d/.test(seen));
    }

    it("has nothing but the test images", async () => {
        const names = (await engine.docker("images", "--format", "{{.Repository}}:{{.Tag}}")).trim().split("\n");
        expect(names.filter(name => !name.startsWith("stand-in/")).sort()).toEqual(Object.values(imageNames).sort());
        expect(await engine.docker("ps", "--all", "--quiet")).toBe("");
    });

    it("publishes nginx's port", async () => {
        await engine.docker("run", "--detach", "--name", "web", "--publish", "80:80", imageNames.proxy);
        expect(await ask(80, "/")).toMatch(/^200 .*Welcome to nginx/);
    });

    it("has what the proxy's scripts need, and no more than the official image", async () => {
        const tools = ["sh", "getent", "curl", "flock", "awk", "sed", "sha256sum", "openssl", "find", "diff"];
        const script = `for tool in ${tools.join(" ")}; do command -v "$tool" >/dev/null || echo "no $tool"; done; command -v ps node ip; id -u nginx`;
        expect(await engine.docker("run", "--rm", imageNames.proxy, "sh", "-c", script)).toBe("101\n");
    });

    it.each([
        ["prometheus", imageNames.prometheus, 9090, "/-/ready", ["--config.file=/dev/null", "--storage.tsdb.path=/prometheus"]],
        ["alertmanager", imageNames.alertmanager, 9093, "/-/ready", ["--config.file=/tmp/alertmanager.yml", "--cluster.listen-address="]],
        ["the node exporter", imageNames.nodeExporter, 9100, "/metrics", []],
        ["mtail", imageNames.logExporter, 3903, "/metrics", ["--progs=/tmp", "--logs=/tmp/*.log"]],
        ["the stand-in for Grafana", imageNames.grafana, 3000, "/api/health", []],
    ])("runs %s by the arguments of its official image", async (_, image, port, path, args) => {
        const receivers = "route: {receiver: nobody}\nreceivers: [{name: nobody}]\n";
        writeFileSync(join(folderOf(engine), "alertmanager.yml"), receivers);
        const mount = ["--volume", `${join(folderOf(engine), "alertmanager.yml")}:/tmp/alertmanager.yml:ro`];
        await engine.docker("run", "--detach", ...mount, "--publish", `${String(port)}:${String(port)}`, image, ...args);
        expect(await until(() => ask(port, path), seen => seen.startsWith("200"))).toMatch(/^200 /);
    });

    it("runs the nginx exporter by the arguments of its official image", async () => {
        const status = "server { listen 8081; location = /stub_status { stub_status; } }";
        await engine.docker("exec", "web", "sh", "-c", `echo '${status}' >/etc/nginx/conf.d/status.conf && nginx -s reload`);
        await engine.docker("run", "--detach", "--network", "container:web", "--restart", "on-failure", "--name", "exporter", imageNames.nginxExporter, "--nginx.scrape-uri=http://127.0.0.1:8081/stub_status");
        const metrics = (): Promise<string> => engine.docker("exec", "web", "curl", "-s", "http://127.0.0.1:9113/metrics").catch(String);
        expect(await until(metrics, seen => seen.includes("nginx_up 1"))).toContain("nginx_up 1");
    });

    it.each([
        [imageNames.app, 8000, "1.0.0"],
        [imageNames.appNext, 8001, "1.1.0"],
    ])("runs %s read-only, as no root, by the name and port that its environment says", async (image, port, version) => {
        const environment = ["--env", `PORT=${String(port)}`, "--env", "APP_INSTANCE=rag-1"];
        await engine.docker("run", "--detach", "--read-only", "--name", `app-${String(port)}`, ...environment, "--publish", `${String(port)}:${String(port)}`, image);
        expect(JSON.parse((await ask(port, "/x")).slice(4))).toMatchObject({ server: "rag-1", version });
        expect(await engine.docker("exec", `app-${String(port)}`, "id", "-u")).toBe("1000\n");
    });

    it("has an application that finishes what it has begun when it is stopped", async () => {
        await engine.docker("run", "--detach", "--name", "slow", "--publish", "8002:8000", imageNames.app);
        await ask(8002, "/");
        const slow = ask(8002, "/x?delay=5000");
        await pause(1500);
        await engine.docker("stop", "--time", "10", "slow");
        expect(await slow).toMatch(/^200 /);
        expect(await engine.docker("inspect", "--format", "{{.State.ExitCode}}", "slow")).toBe("0\n");
    });

    it("has an application that never becomes healthy, and says why", async () => {
        await engine.docker("run", "--detach", "--name", "broken", "--publish", "8003:8000", imageNames.appBroken);
        expect(await ask(8003, "/health")).toMatch(/^503/);
        expect(await engine.logs("broken")).toContain("vector store");
    });

    it("has an application that ends at once, and says why", async () => {
        await expect(engine.docker("run", imageNames.appCrash)).rejects.toThrow("is not set");
    });

    it("asks an application without tools of its own through busybox", async () => {
        await engine.docker("network", "create", "back");
        await engine.docker("run", "--detach", "--network", "back", "--network-alias", "rag", imageNames.app);
        const asked = await until(() => engine.docker("run", "--rm", "--network", "back", imageNames.probe, "wget", "-q", "-O", "-", "http://rag:8000/healthz").catch(String), seen => seen.startsWith("{"));
        expect(asked).toContain("alive");
    });

    it("refuses a name that it does not know at once, as there is no way out", async () => {
        const begun = Date.now();
        await expect(engine.docker("run", "--rm", "--network", "back", imageNames.proxy, "getent", "hosts", "app-7")).rejects.toThrow();
        // A name server that is asked in vain costs twenty seconds.
        expect(Date.now() - begun).toBeLessThan(15_000);
    });

    it("comes back after a restart, with the containers that are to", async () => {
        await engine.docker("run", "--detach", "--name", "always", "--restart", "unless-stopped", "--publish", "8004:8000", imageNames.app);
        await ask(8004, "/");
        await engine.restart();
        expect(await until(() => ask(8004, "/"), seen => seen.startsWith("200"))).toMatch(/^200 /);
        expect(await engine.docker("ps", "--format", "{{.Names}}")).toBe("always\n");
    });

    it("leaves the machine's own engine and filters alone", () => {
        expect(machine()).toEqual(before);
    });
});

describe.skipIf(reason !== undefined)(title("the end of a Docker engine for tests"), () => {
    it("leaves nothing, whatever still runs in it", async () => {
        const engine = await TestEngine.start();
        const folder = folderOf(engine);
        await engine.docker("run", "--detach", "--publish", "80:80", "--volume", "data:/data", imageNames.proxy);
        expect(tracesOf(folder, engine.address).length).toBeGreaterThan(4);
        await engine.stop();
        expect(tracesOf(folder, engine.address)).toEqual([]);
    });

    it("leaves nothing of an engine that does not start, and says what it said", async () => {
        let folder = "";
        const spoil = (dataFolder: string): void => {
            folder = join(dataFolder, "..");
            writeFileSync(join(dataFolder, "containers"), "no folder");
        };
        await expect(PrivateEngine.start(spoil)).rejects.toThrow(/the engine does not start:\n.*containers/s);
        expect(tracesOf(folder, "none")).toEqual([]);
    });

    it("comes with that of its test process, and the next start removes its files", async () => {
        const program = `require("${join(__dirname, "test-engine")}").TestEngine.start().then(e => e.docker("run", "-d", "${imageNames.proxy}").then(() => process.send([e.host, e.address])))`;
        const owner = spawn(process.execPath, ["--require", require.resolve("tsx/cjs"), "-e", program], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
        const [[host, address]] = (await once(owner, "message")) as [[string, string]];
        const folder = folderOf({ host });
        owner.kill("SIGKILL");
        const gone = (): Promise<string[]> => Promise.resolve(tracesOf(folder, address).filter(trace => /^process|^\d+: /.test(trace)));
        expect(await until(gone, traces => traces.length === 0)).toEqual([]);
        expect(tracesOf(folder, address)).toContain(folder);
        await (await TestEngine.start()).stop();
        expect(tracesOf(folder, address)).toEqual([]);
    });
});
