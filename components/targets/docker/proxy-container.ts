import { dirname } from "node:path";
import type { DockerModel } from "../../config/model";
import { proxyScript } from "../container-scripts";
import { boundedLogs } from "./logs";
import { goDuration } from "./measures";
import { networkName, proxyName, volumeName } from "./names";
import type { Healthcheck } from "./probe";

/** A container of ours, in the words of the engine's provider; all but its image. */
export interface OwnContainer {
    readonly name: string;
    readonly entrypoints: string[];
    readonly envs?: string[];
    readonly restart: "unless-stopped";
    readonly readOnly: boolean;
    readonly capabilities: { readonly adds: string[]; readonly drops: string[] };
    readonly securityOpts: string[];
    readonly tmpfs: Record<string, string>;
    readonly volumes: { readonly volumeName: string; readonly containerPath: string; readonly readOnly: boolean }[];
    readonly uploads?: { readonly file: string; readonly content: string }[];
    readonly networksAdvanced: { readonly name: string }[];
    readonly ports?: { readonly internal: number; readonly external: number; readonly ip?: string }[];
    readonly labels: { readonly label: string; readonly value: string }[];
    readonly healthcheck: Healthcheck;
    readonly stopSignal: string;
    /** Seconds. The provider stops by the second of these, an operator's `docker stop` by the first. */
    readonly stopTimeout: number;
    readonly destroyGraceSeconds: number;
    readonly logDriver: string;
    readonly logOpts: Record<string, string>;
}

/**
 * What nginx needs of root's powers: to open the site's ports, to run its workers under another account, to give that
 * account its folders and, once it has its logs too, to open them again.
 */
export const proxyCapabilities = ["CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_NET_BIND_SERVICE", "CAP_SETGID", "CAP_SETUID"];

/** Seconds beyond the drain until a container that was told to stop is made to. */
const stopMargin = 5;

/** Seconds. nginx ends with the drain, whatever that is: a bound that followed it would be another container with every change of it. */
const longestStop = 3600 + stopMargin;

export function proxyContainer(model: DockerModel): OwnContainer {
    const { paths } = model;
    const run = runFolder(model);
    return {
        ...common(model),
        name: proxyName(model),
        entrypoints: ["sh", "-c", proxyScript, "evenkeel", paths.home, run, paths.logs],
        readOnly: true,
        capabilities: { drops: ["ALL"], adds: proxyCapabilities },
        tmpfs: { "/run": "" },
        volumes: [
            { volumeName: volumeName(model, "config"), containerPath: paths.home, readOnly: true },
            { volumeName: volumeName(model, "run"), containerPath: run, readOnly: false },
            { volumeName: volumeName(model, "logs"), containerPath: paths.logs, readOnly: false },
            // Large bodies and kept answers have no place in memory.
            { volumeName: volumeName(model, "cache"), containerPath: paths.cache, readOnly: false },
        ],
        networksAdvanced: [{ name: networkName(model, "back") }, { name: networkName(model, "front") }],
        ports: ports(model),
        healthcheck: {
            // Before the first release there is nothing to ask.
            tests: ["CMD-SHELL", `[ ! -e ${paths.conf}/nginx.conf ] || curl -fsS -m 2 --unix-socket ${run}/control.sock http://localhost/nginx-health`],
            ...ownChecks,
        },
        stopTimeout: longestStop,
        destroyGraceSeconds: grace(model),
    };
}

/** The folder of the control socket. */
export function runFolder({ paths }: DockerModel): string {
    if (paths.control === null) {
        throw new Error("On docker the proxy is asked about itself on a socket.");
    }
    return dirname(paths.control);
}

/** How often containers of ours are asked for their health. */
export const ownChecks = { interval: goDuration(10_000), timeout: goDuration(5000), retries: 3, startPeriod: goDuration(10_000) };

/** What the proxy and its agent have in common. */
export function common({ name }: DockerModel): Pick<OwnContainer, "restart" | "securityOpts" | "labels" | "stopSignal" | "logDriver" | "logOpts"> {
    return {
        restart: "unless-stopped",
        securityOpts: ["no-new-privileges:true"],
        labels: [{ label: "evenkeel.site", value: name }],
        stopSignal: "SIGTERM",
        ...boundedLogs,
    };
}

function grace({ site }: DockerModel): number {
    return Math.ceil(site.drain / 1000) + stopMargin;
}

function ports({ site, tls, target }: DockerModel): NonNullable<OwnContainer["ports"]> {
    const open = tls.mode === "off" ? [site.httpPort] : [site.httpPort, site.httpsPort];
    return open.map(port => ({ internal: port, external: port, ...(target.publishOn === null ? {} : { ip: target.publishOn }) }));
}
