import { dirname } from "node:path";
import type { Bytes, KubernetesModel, Resources, Variable } from "../../config/model";
import { certificateFiles } from "../certificate-files";

/** Where what the cluster brings lies in the proxy's pod. Everything else is named by the model's paths. */
export const podPaths = {
    /** The ConfigMap of the release: rendered files by their paths. */
    release: "/evenkeel/release",
    /** The ConfigMap of `podScripts`. */
    scripts: "/evenkeel/scripts",
    /** The Secret with `secretFiles`; not mounted where TLS is off. */
    tls: "/evenkeel/tls",
    /** The proxy's folder of small files, with its control socket, as the agent sees it. */
    proxy: "/evenkeel/proxy",
    terminationLog: "/dev/termination-log",
} as const;

/** A folder that lives as long as its pod. */
export interface Scratch {
    readonly name: "home" | "run" | "logs" | "cache" | "agent";
    readonly inMemory: boolean;
    /** null: no bound. */
    readonly sizeLimit: Bytes | null;
}

/** Volumes of the proxy's pod. */
export const scratchVolumes: readonly Scratch[] = [
    // Holds a copy of the certificate's key: never on the node's disk.
    { name: "home", inMemory: true, sizeLimit: mebibytes(64) },
    { name: "run", inMemory: true, sizeLimit: mebibytes(1) },
    { name: "agent", inMemory: true, sizeLimit: mebibytes(16) },
    { name: "logs", inMemory: false, sizeLimit: mebibytes(1024) },
    // Bodies that are too large for memory, and what routes keep of answers.
    { name: "cache", inMemory: false, sizeLimit: null },
];

export interface Mount {
    /** The ConfigMaps and the Secret go by the names of what they hold. */
    readonly volume: Scratch["name"] | "release" | "scripts" | "tls";
    readonly path: string;
    readonly readOnly: boolean;
    /** Folder of the volume; null: all of it. */
    readonly subPath: string | null;
}

/** One container of the proxy's pod. */
export interface PodPart {
    readonly command: readonly string[];
    readonly env: readonly Variable[];
    readonly mounts: readonly Mount[];
}

/** A command that ends with 0 when all is well; times in seconds. */
export interface CommandProbe {
    readonly command: readonly string[];
    readonly period: number;
    readonly timeout: number;
    readonly failures: number;
}

/** The sidecar that follows the pods' addresses, the certificate and their health. */
export interface AgentPart extends PodPart {
    /** Good once there is something for nginx to serve. */
    readonly startup: CommandProbe;
    readonly liveness: CommandProbe;
    readonly resources: Resources;
}

/** What it writes in memory counts as its own. */
export function agentPart(model: KubernetesModel): AgentPart {
    const { paths, tls } = model;
    const conf = `${paths.conf}/nginx.conf`;
    return {
        command: ["sh", `${podPaths.scripts}/agent.sh`],
        env: [{ name: "EVENKEEL_HOME", value: paths.home }, { name: "EVENKEEL_TERMINATION_LOG", value: podPaths.terminationLog }],
        mounts: [
            mount("release", podPaths.release),
            mount("scripts", podPaths.scripts),
            ...(tls.mode === "off" ? [] : [mount("tls", podPaths.tls)]),
            { ...mount("home", paths.home), readOnly: false },
            mount("run", podPaths.proxy),
            // At the paths that a release names it has folders of its own, so that nginx -t meets nothing of the proxy's.
            own("run", runFolder(model)),
            own("logs", paths.logs),
            own("cache", paths.cache),
            own("tmp", "/tmp"),
        ],
        startup: { command: ["test", "-e", conf], period: 1, timeout: 5, failures: 60 },
        liveness: { command: ["sh", `${podPaths.scripts}/alive.sh`], period: 20, timeout: 5, failures: 3 },
        resources: { cpu: { request: 0.05, limit: null }, memory: { request: mebibytes(64), limit: mebibytes(256) } },
    };
}

/** nginx, under a first process that reloads it and lets it finish what it has begun. */
export function nginxPart(model: KubernetesModel): PodPart {
    const { paths } = model;
    const run = runFolder(model);
    return {
        command: ["sh", `${podPaths.scripts}/proxy.sh`, paths.home, run, paths.logs],
        env: [],
        mounts: [
            mount("scripts", podPaths.scripts),
            mount("home", paths.home),
            { ...mount("run", run), readOnly: false },
            { ...mount("logs", paths.logs), readOnly: false },
            { ...mount("cache", paths.cache), readOnly: false },
        ],
    };
}

/** What the Secret with the certificate holds: besides what its type asks for, when the certificate is no longer good. */
export function secretFiles(certificatePem: string, privateKeyPem: string): Readonly<Record<string, string>> {
    const keys: Readonly<Record<string, string>> = { "certificate/site.crt": "tls.crt", "certificate/site.key": "tls.key", "certificate/expires": "expires" };
    return Object.fromEntries(certificateFiles(certificatePem, privateKeyPem).flatMap(({ path, content }) => (keys[path] === undefined ? [] : [[keys[path], content]])));
}

function mount(volume: Mount["volume"], path: string): Mount {
    return { volume, path, readOnly: true, subPath: null };
}

function own(subPath: string, path: string): Mount {
    return { volume: "agent", path, readOnly: false, subPath };
}

function runFolder({ paths }: KubernetesModel): string {
    if (paths.control === null) {
        throw new Error("On kubernetes the proxy is asked about itself on a socket.");
    }
    return dirname(paths.control);
}

function mebibytes(count: number): Bytes {
    return (count * 1024 ** 2) as Bytes;
}
