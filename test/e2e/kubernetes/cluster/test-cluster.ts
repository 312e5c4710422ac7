import { execFile, spawn, spawnSync, type ChildProcess } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { abandonedClusters, newClusterFolder, recordServer, removeCluster } from "./cluster-remains";
import { freePorts } from "./ports";
import { clusterPrograms } from "./reasons";
import { savedImages } from "./saved-images";

const run = promisify(execFile);
const patience = 400_000;
/** Another test file's node, or another project's, may be at its own tests. */
const patienceWithOthers = 900_000;
const nodeLock = "/run/lock/testcluster";

export interface ClusterOptions {
    /** One node that runs pods of the test images; without it pods stay pending. */
    readonly node: boolean;
    /** Whether there is a metrics API, as autoscaling needs it. Default: false. */
    readonly metrics?: boolean;
}

/** What a stack needs of a cluster. */
export interface Cluster {
    readonly kubeconfig: string;
    /** For a program that uses this cluster. */
    readonly environment: NodeJS.ProcessEnv;
    /** Runs kubectl. Gives what it printed; fails with its error output. */
    kubectl(...args: string[]): Promise<string>;
    stop(): Promise<void>;
}

/**
 * A Kubernetes control plane for one test file, of the version that the tests want, and a node of its own. Of the node the
 * machine sees a bridge, packet filter rules and cgroups, which go with it, and a temporary folder.
 */
export class TestCluster implements Cluster {
    /** The node's; its NodePorts answer here. */
    readonly nodeAddress = "10.244.0.1";

    private constructor(
        private readonly folder: string,
        private readonly programs: string,
        private readonly server: ChildProcess,
    ) {}

    static async start(options: ClusterOptions): Promise<TestCluster> {
        const programs = clusterPrograms();
        if (programs.reason !== undefined) {
            throw new Error(programs.reason);
        }
        await Promise.all(abandonedClusters().map(removeCluster));
        const images = options.node ? [await savedImages()] : [];
        for (;;) {
            if (options.node) {
                await untilNoOtherNode();
            }
            const folder = newClusterFolder(options.node);
            try {
                const cluster = await TestCluster.startIn(folder, programs.folder, options);
                preferPods();
                await cluster.load(...images);
                return cluster;
            } catch (error) {
                await removeCluster(folder);
                // Of two that wait for the end of the same node, one waits again.
                if (!String(error).includes("another real node runs")) {
                    throw error;
                }
            }
        }
    }

    private static async startIn(folder: string, programs: string, options: ClusterOptions): Promise<TestCluster> {
        mkdirSync(join(folder, "volumes"));
        const log = openSync(join(folder, "up.log"), "a");
        const port = await freePorts(3);
        const words = [...(options.node ? ["node"] : []), ...(options.metrics === true ? ["metrics"] : [])];
        const become = [...(options.node ? ["unshare", "--mount"] : []), "sh", join(__dirname, "up.sh")];
        // However the test process ends, the cluster ends with it, and in order.
        const server = spawn("setpriv", ["--pdeathsig", "TERM", ...become, folder, programs, String(port), ...words], { stdio: ["ignore", log, log] });
        closeSync(log);
        recordServer(folder, server.pid ?? 0);
        const cluster = new TestCluster(folder, programs, server);
        await cluster.untilReady();
        return cluster;
    }

    get kubeconfig(): string {
        return join(this.folder, "kubeconfig");
    }

    get environment(): NodeJS.ProcessEnv {
        return { ...process.env, KUBECONFIG: this.kubeconfig, PATH: `${this.programs}:${process.env["PATH"] ?? ""}` };
    }

    /** What the cluster itself has to say when it does not start. */
    get log(): string {
        return readFileSync(join(this.folder, "up.log"), "utf8");
    }

    async kubectl(...args: string[]): Promise<string> {
        const { stdout } = await run("kubectl", args, { env: this.environment, maxBuffer: 64 * 1024 * 1024 });
        return stdout;
    }

    /** Gives the node images: archives as `docker save` writes them. */
    async load(...archives: string[]): Promise<void> {
        for (const archive of archives) {
            await run("testcluster", ["load", "--dir", this.folder, archive], { env: this.environment });
        }
    }

    /** Ends everything of it, whatever runs, and leaves nothing behind. */
    async stop(): Promise<void> {
        await removeCluster(this.folder);
    }

    private async untilReady(): Promise<void> {
        for (const deadline = Date.now() + patience; !this.log.includes("ready KUBECONFIG="); await pause(100)) {
            if (this.server.exitCode !== null || this.server.signalCode !== null || Date.now() > deadline) {
                throw new Error(`the cluster does not start:\n${this.log}`);
            }
        }
    }
}

/**
 * All pods together weigh as much as one process of the machine, so that a busy one starves them. A node of a cluster has
 * its processors to itself; here its pods get most of them while they ask for them.
 */
function preferPods(): void {
    const weights = { "/sys/fs/cgroup/cpu/testcluster/cpu.shares": "16384", "/sys/fs/cgroup/testcluster/cpu.weight": "1600" };
    for (const [file, weight] of Object.entries(weights)) {
        if (existsSync(file)) {
            writeFileSync(file, weight);
        }
    }
}

/** One node on a machine at a time: they share the names of a bridge and of cgroups. */
async function untilNoOtherNode(): Promise<void> {
    for (const deadline = Date.now() + patienceWithOthers; spawnSync("flock", ["--nonblock", nodeLock, "true"]).status !== 0; await pause(2000)) {
        if (Date.now() > deadline) {
            throw new Error("another test cluster's node runs on this machine, and does not end");
        }
    }
}
