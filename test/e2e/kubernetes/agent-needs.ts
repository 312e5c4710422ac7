import { spawnSync } from "node:child_process";

const programs = ["nginx", "curl", "getent", "flock", "ip", "nsenter", "setpriv", "unshare", "pivot_root"];

/** What a pod's containers ask of the kernel. */
const probe = `
PATH=$PATH:/usr/sbin:/sbin
set -e
mount -t tmpfs tmpfs /run
mkdir /run/upper /run/work /run/root
mount -t overlay overlay -o lowerdir=/,upperdir=/run/upper,workdir=/run/work /run/root
ip link add name probe0 type veth peer name probe1
echo 0 >/proc/sys/net/ipv4/ip_unprivileged_port_start
`;

/** Why no pod can run here; undefined when it can. */
export function whyNoPod(): string | undefined {
    if (process.getuid?.() !== 0) {
        return "needs root, for a network and mounts of its own";
    }
    const missing = programs.filter(program => spawnSync("sh", ["-c", `PATH=$PATH:/usr/sbin:/sbin command -v ${program}`]).status !== 0);
    if (missing.length > 0) {
        return `needs ${missing.join(", ")}`;
    }
    const { status, stderr } = spawnSync("unshare", ["--mount", "--pid", "--mount-proc", "--net", "--fork", "sh", "-c", probe], { encoding: "utf8", timeout: 20_000 });
    return status === 0 ? undefined : `needs a kernel that lets this account make pods: ${stderr.trim()}`;
}
