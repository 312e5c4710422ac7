import { execFileSync, spawn, spawnSync, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const sshdConfig = `Port 22
HostKey /etc/ssh/host_key
PermitRootLogin prohibit-password
PasswordAuthentication no
UsePAM yes
LogLevel ERROR
`;

const subnets = 250;

const namespaces = ["--mount", "--pid", "--net", "--cgroup", "--uts", "--ipc", "--fork"];

/** Why there can be no throwaway host here; undefined when there can. */
export function whyNoThrowawayHost(): string | undefined {
    if (process.getuid?.() !== 0) {
        return "needs root, for a root file system and a network of its own";
    }
    const missing = ["unshare", "nsenter", "sshd", "ssh-keygen", "ip", "useradd", "sudo"].filter(tool => !isInstalled(tool));
    if (missing.length > 0) {
        return `needs ${missing.join(", ")}`;
    }
    const mounts = spawnSync("unshare", [...namespaces, "sh", "-c", "mount -t tmpfs tmpfs /mnt && mkdir /mnt/u /mnt/w /mnt/r && mount -t overlay overlay -o lowerdir=/,upperdir=/mnt/u,workdir=/mnt/w /mnt/r"]);
    return mounts.status === 0 ? undefined : "needs a kernel that lets this account mount overlays in a namespace";
}

/**
 * A host to push to: this machine's own root file system under an overlay, with its own processes and network, a real SSH
 * server, the accounts `root` and `admin` (sudo without a password), and nothing of it left afterwards. The machine sees of
 * it one network link.
 */
export class ThrowawayHost {
    private constructor(
        private readonly server: ChildProcess,
        private readonly first: string,
        private readonly folder: string,
        private readonly subnet: string,
        /** `ssh-ed25519 AAAA...` */
        readonly hostKey: string,
        /** PEM; opens both accounts. */
        readonly privateKey: string,
    ) {}

    /** @param init `systemd`: a whole Debian; `sshd`: no init system at all, as in a container. */
    static async start(init: "systemd" | "sshd"): Promise<ThrowawayHost> {
        const folder = mkdtempSync(join(tmpdir(), "evenkeel-throwaway-"));
        const files = join(folder, "files");
        mkdirSync(files);
        mkdirSync(join(folder, "base"));
        writeFileSync(join(files, "sshd_config"), sshdConfig);
        const hostKey = generateKey(join(files, "host_key"));
        generateKey(join(files, "user_key"));
        const script = join(__dirname, "throwaway-host.sh");
        const server = spawn("unshare", [...namespaces, "--kill-child", "sh", script, join(folder, "base"), files, init], { stdio: "ignore" });
        const first = await firstChild(server);
        const subnet = freeSubnet(Number(first));
        connectNetwork(first, subnet);
        const host = new ThrowawayHost(server, first, folder, subnet, hostKey, readFileSync(join(files, "user_key"), "utf8"));
        await host.untilReady();
        return host;
    }

    get address(): string {
        return `${this.subnet}.2`;
    }

    /** This machine's address as the host sees it. */
    get neighbour(): string {
        return `${this.subnet}.1`;
    }

    /** Runs a command inside as root, past SSH. Its exit status is not looked at. */
    run(command: string, input = ""): string {
        const { stdout, stderr } = spawnSync("nsenter", ["--target", this.first, "--mount", "--pid", "--net", "--ipc", "--cgroup", "--root", "--wd", "sh", "-c", command], { encoding: "utf8", input, timeout: 60_000 });
        return stdout + stderr;
    }

    /** Everything in it ends with its first process. */
    async stop(): Promise<void> {
        const ended = new Promise(resolve => this.server.once("exit", resolve));
        process.kill(Number(this.first), "SIGKILL");
        await ended;
        rmSync(this.folder, { recursive: true, force: true });
    }

    private async untilReady(): Promise<void> {
        const deadline = Date.now() + 120_000;
        while (!(await answers(this.address, 22))) {
            if (Date.now() > deadline) {
                throw new Error("the throwaway host's SSH server does not answer");
            }
            await pause(50);
        }
    }
}

function isInstalled(tool: string): boolean {
    return spawnSync("sh", ["-c", `PATH=$PATH:/usr/sbin:/sbin command -v ${tool}`]).status === 0;
}

function generateKey(file: string): string {
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", file]);
    return readFileSync(`${file}.pub`, "utf8").trim();
}

async function firstChild(parent: ChildProcess): Promise<string> {
    const list = `/proc/${String(parent.pid)}/task/${String(parent.pid)}/children`;
    for (let round = 0; round < 1500; round += 1) {
        const [child] = readFileSync(list, "utf8").split(" ");
        if (child !== undefined && child !== "") {
            return child;
        }
        await pause(20);
    }
    throw new Error("the throwaway host does not start");
}

/** One that no other throwaway host has, nearest to a wish; the first three numbers of its addresses. */
function freeSubnet(wish: number): string {
    const taken = execFileSync("ip", ["-4", "-o", "address"], { encoding: "utf8" });
    const all = Array.from({ length: subnets }, (_, step) => `10.213.${String((wish + step) % subnets)}`);
    const free = all.find(subnet => !taken.includes(` ${subnet}.`));
    if (free === undefined) {
        throw new Error("no subnet below 10.213.0.0/16 is free for the throwaway host");
    }
    return free;
}

function connectNetwork(first: string, subnet: string): void {
    const link = `evk${first}`;
    execFileSync("ip", ["link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", first]);
    execFileSync("ip", ["address", "add", `${subnet}.1/30`, "dev", link]);
    execFileSync("ip", ["link", "set", link, "up"]);
    const inside = ["--target", first, "--net", "ip"];
    execFileSync("nsenter", [...inside, "address", "add", `${subnet}.2/30`, "dev", "eth0"]);
    execFileSync("nsenter", [...inside, "link", "set", "eth0", "up"]);
}

function answers(host: string, port: number): Promise<boolean> {
    return new Promise(resolve => {
        const socket = connect({ host, port, timeout: 5000 });
        socket.once("data", () => {
            resolve(true);
            socket.destroy();
        });
        socket.once("close", () => {
            resolve(false);
        });
        socket.once("timeout", () => socket.destroy());
        socket.once("error", () => socket.destroy());
    });
}
