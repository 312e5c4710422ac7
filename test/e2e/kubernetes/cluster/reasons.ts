import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { whyNoTestEngine } from "../../docker/test-engine";

const programs = ["containerd", "ctr", "runc", "nft", "iptables", "ip", "unshare", "setpriv", "busybox"];
const files = { "/usr/lib/cni/bridge": "containernetworking-plugins", "/proc/sys/net/bridge/bridge-nf-call-iptables": "the kernel's br_netfilter" };

/** Of the node's folder, in which a socket lies. */
const longestPath = 70;

/** What kube-proxy asks of the kernel beside what a Docker engine does. */
const balancing = `
table ip probe {
    chain one { ip protocol tcp dnat to 10.0.0.1:80; }
    chain nat {
        type nat hook prerouting priority -100;
        numgen random mod 2 vmap { 0 : goto one, 1 : goto one }
    }
}
`;

/** Longer than a build is given. */
const patience = 2_800_000;

/** Where the programs of a cluster are: builds them, or waits while another process does. */
export function clusterPrograms(): { readonly folder: string; readonly reason?: undefined } | { readonly reason: string } {
    const { status, stdout } = spawnSync("sh", [join(__dirname, "build.sh")], { stdio: ["ignore", "pipe", "inherit"], encoding: "utf8", timeout: patience });
    const last = stdout.trim().split("\n").at(-1) ?? "";
    return status === 0 ? { folder: join(last, "bin") } : { reason: last === "" ? "needs a test cluster, which was not built in time" : last };
}

/** Why no control plane of one's own can run here; undefined when it can, and then its programs are built. */
export function whyNoCluster(): string | undefined {
    return clusterPrograms().reason;
}

/** The same for a cluster with a node that runs pods. */
export function whyNoNode(): string | undefined {
    return whyNoTestEngine() ?? whyNoPods() ?? whyNoCluster();
}

function whyNoPods(): string | undefined {
    const missing = programs.filter(program => spawnSync("sh", ["-c", `PATH=$PATH:/usr/sbin:/sbin command -v ${program}`]).status !== 0);
    const lacking = [...missing, ...Object.entries(files).flatMap(([path, name]) => (existsSync(path) ? [] : [name]))];
    if (lacking.length > 0) {
        return `needs ${lacking.join(", ")}, for a node that runs pods`;
    }
    if (tmpdir().length + "/evenkeel-cluster-123456".length > longestPath) {
        return `needs a temporary folder with a shorter path than ${tmpdir()}`;
    }
    const { status, stderr } = spawnSync("unshare", ["--net", "nft", "--file", "-"], { input: balancing, encoding: "utf8", env: { PATH: "/usr/sbin:/sbin:/usr/bin:/bin" } });
    return status === 0 ? undefined : `needs a kernel that balances connections with nftables: ${stderr.trim().split("\n")[0] ?? ""}`;
}
