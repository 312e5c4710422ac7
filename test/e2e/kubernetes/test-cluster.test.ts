import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { imageNames } from "../docker/images/names";
import { whyNoCluster, whyNoNode } from "./cluster/reasons";
import { TestCluster } from "./cluster/test-cluster";

const noNode = whyNoNode();
const noCluster = whyNoCluster();
const title = (text: string, reason: string | undefined): string => `${text}${reason === undefined ? "" : ` (${reason})`}`;

/** What a node's network, packet filter and cgroups are known by on this machine. */
function machine(): string[] {
    const path = { PATH: "/usr/sbin:/sbin:/usr/bin:/bin" };
    const links = execFileSync("ip", ["-brief", "link"], { encoding: "utf8", env: path }).split("\n").filter(line => line.startsWith("testcluster0"));
    const rules = spawnSync("iptables-save", { encoding: "utf8", env: path }).stdout.split("\n").filter(line => line.startsWith("-A"));
    const tables = spawnSync("nft", ["list", "tables"], { encoding: "utf8", env: path }).stdout.split("\n").filter(line => line.includes("kube"));
    const cgroups = ["", ...readdirSync("/sys/fs/cgroup")].map(base => join("/sys/fs/cgroup", base, "testcluster")).filter(folder => existsSync(folder));
    const folders = ["/var/lib/kubelet", "/var/log/pods", "/tmp/hostpath_pv"].filter(folder => existsSync(folder));
    return [...links, ...rules, ...tables, ...cgroups, ...folders];
}

/** What a cluster in `folder` is known by: processes, mounts, the folder itself. */
function tracesOf(folder: string): string[] {
    const processes = readdirSync("/proc").filter(pid => /^\d+$/.test(pid) && pid !== String(process.pid) && commandLine(pid).includes(folder));
    const mounts = readFileSync("/proc/mounts", "utf8").split("\n").filter(line => line.includes(folder));
    return [...processes.map(pid => `process ${commandLine(pid)}`), ...mounts, ...(existsSync(folder) ? [folder] : [])];
}

function commandLine(pid: string): string {
    try {
        return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    } catch {
        return "";
    }
}

async function until<T>(look: () => Promise<T>, isRight: (seen: T) => boolean, milliseconds = 30_000): Promise<T> {
    for (const deadline = Date.now() + milliseconds; ; await pause(100)) {
        const seen = await look();
        if (isRight(seen) || Date.now() > deadline) {
            return seen;
        }
    }
}

describe.skipIf(noNode !== undefined)(title("a Kubernetes cluster for tests", noNode), () => {
    const before = machine();
    let cluster: TestCluster;

    beforeAll(async () => {
        cluster = await TestCluster.start({ node: true, metrics: true });
        await cluster.kubectl("apply", "--filename", join(__dirname, "cluster/probe-pods.yaml"));
        await cluster.kubectl("wait", "--for=condition=Ready", "pod/app", "--timeout=60s");
    });

    afterAll(() => cluster.stop());

    function inPod(script: string): Promise<string> {
        return cluster.kubectl("exec", "app", "--", "sh", "-c", script);
    }

    it("has the version that the tests want, and a kubectl of the same", async () => {
        const { clientVersion, serverVersion } = JSON.parse(await cluster.kubectl("version", "--output", "json")) as Record<string, { gitVersion: string }>;
        expect([clientVersion?.gitVersion, serverVersion?.gitVersion]).toEqual(["v1.35.0", "v1.35.0"]);
    });

    it("runs the test images by the names that stack files give them, read-only and as nobody in particular", async () => {
        expect(await inPod("id -u; touch /etc/x 2>&1 || true")).toMatch(/^10001\n.*Read-only file system/);
        const image = await cluster.kubectl("get", "pod", "app", "--output", "jsonpath={.status.containerStatuses[0].image}");
        expect(image).toBe(`docker.io/library/${imageNames.app}`);
    });

    it("keeps the words of a pod that ends at once", async () => {
        expect(await until(() => cluster.kubectl("logs", "crash").catch(String), seen => seen.includes("is not set"))).toContain("is not set");
    });

    it("answers for names", async () => {
        expect(await inPod("getent hosts app.default.svc.cluster.local")).toMatch(/^10\.0\./);
        expect(await inPod("getent hosts app-pods")).toMatch(/^10\.244\.0\./);
        await expect(inPod("getent hosts app-7")).rejects.toThrow();
    });

    it("has an address for a Service of type LoadBalancer, and mounts a claim", async () => {
        const address = await until(() => cluster.kubectl("get", "service", "app", "--output", "jsonpath={.status.loadBalancer.ingress[0].ip}"), seen => seen !== "");
        const ask = (): Promise<string> => fetch(`http://${address}/x`).then(answer => answer.text(), String);
        expect(JSON.parse(await until(ask, seen => seen.startsWith("{")))).toMatchObject({ server: "app", version: "1.0.0" });
        expect(await inPod("grep -c /app/data /proc/mounts")).toBe("1\n");
    });

    it("measures what pods use", async () => {
        const top = await until(() => cluster.kubectl("top", "pod", "app", "--no-headers").catch(String), seen => seen.startsWith("app"), 60_000);
        expect(top).toMatch(/^app +\d+m +\d+Mi/);
    });

    it("leaves nothing when it ends, whatever still runs in it", async () => {
        const folder = dirname(cluster.kubeconfig);
        expect(machine().length).toBeGreaterThan(before.length + 5);
        expect(tracesOf(folder).length).toBeGreaterThan(4);
        await cluster.stop();
        expect(machine()).toEqual(before);
        expect(tracesOf(folder)).toEqual([]);
    });

    it("ends in order with its test process, and the next start removes its files", async () => {
        const program = `require("${join(__dirname, "cluster/test-cluster")}").TestCluster.start({ node: true }).then(c => process.send(c.kubeconfig))`;
        const owner = spawn(process.execPath, ["--require", require.resolve("tsx/cjs"), "-e", program], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
        const [kubeconfig] = (await once(owner, "message")) as [string];
        owner.kill("SIGKILL");
        const folder = dirname(kubeconfig);
        const left = (): Promise<string[]> => Promise.resolve([...tracesOf(folder), ...machine().filter(trace => !trace.startsWith("/var/") && !trace.startsWith("/tmp/"))]);
        expect(await until(left, traces => traces.length <= before.length + 1)).toContain(folder);
        await (await TestCluster.start({ node: false })).stop();
        expect(tracesOf(folder)).toEqual([]);
        expect(machine()).toEqual(before);
    });
});

describe.skipIf(noCluster !== undefined)(title("a Kubernetes control plane for tests", noCluster), () => {
    it("starts without a node, says what it does not take, and ends without a trace", async () => {
        const cluster = await TestCluster.start({ node: false });
        const folder = dirname(cluster.kubeconfig);
        await cluster.kubectl("create", "namespace", "one");
        await expect(cluster.kubectl("create", "namespace", "One")).rejects.toThrow("Invalid value");
        expect((await cluster.kubectl("get", "nodes", "--output", "name")).trim()).toBe("");
        await cluster.stop();
        expect(tracesOf(folder)).toEqual([]);
    });
});
