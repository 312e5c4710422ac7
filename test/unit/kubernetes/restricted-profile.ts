import type { Container, PodSpec } from "../../../components/targets/kubernetes/manifests/pod";

/** https://kubernetes.io/docs/concepts/security/pod-security-standards/: what a pod may use under the level restricted. */
const volumeTypes = ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret"];
const sysctls = [
    "kernel.shm_rmid_forced",
    "net.ipv4.ip_local_port_range",
    "net.ipv4.ip_local_reserved_ports",
    "net.ipv4.ip_unprivileged_port_start",
    "net.ipv4.ping_group_range",
    "net.ipv4.tcp_fin_timeout",
    "net.ipv4.tcp_keepalive_intvl",
    "net.ipv4.tcp_keepalive_probes",
    "net.ipv4.tcp_keepalive_time",
    "net.ipv4.tcp_rmem",
    "net.ipv4.tcp_syncookies",
    "net.ipv4.tcp_wmem",
];
const forbidden = ["hostNetwork", "hostPID", "hostIPC", "ephemeralContainers"];

/** What a pod has that the restricted profile forbids, or lacks of what it demands. */
export function restrictedProblems(spec: PodSpec): string[] {
    const { securityContext: pod, initContainers = [], containers, volumes = [] } = spec;
    return [
        ...forbidden.filter(field => field in spec),
        ...unless(pod.runAsNonRoot, "may run as root"),
        ...unless(pod.runAsUser > 0, "runs as root"),
        ...unless(["RuntimeDefault", "Localhost"].includes(pod.seccompProfile.type), "has no seccomp profile"),
        ...(pod.sysctls ?? []).filter(({ name }) => !sysctls.includes(name)).map(({ name }) => `sets ${name}`),
        ...volumes.flatMap(({ name, ...type }) => Object.keys(type).filter(key => !volumeTypes.includes(key)).map(key => `${name} is a ${key}`)),
        ...[...initContainers, ...containers].flatMap(container => containerProblems(container).map(problem => `${container.name} ${problem}`)),
    ];
}

function containerProblems({ securityContext: security, ports = [] }: Container): string[] {
    const known = ["allowPrivilegeEscalation", "capabilities", "readOnlyRootFilesystem"];
    return [
        ...Object.keys(security).filter(field => !known.includes(field)).map(field => `sets ${field}`),
        ...unless(!(security.allowPrivilegeEscalation as boolean), "may gain powers"),
        ...unless(security.capabilities.drop.includes("ALL") && Object.keys(security.capabilities).length === 1, "keeps powers"),
        ...ports.filter(port => "hostPort" in port).map(({ name }) => `takes the node's port ${name}`),
    ];
}

function unless(good: boolean, problem: string): string[] {
    return good ? [] : [problem];
}
