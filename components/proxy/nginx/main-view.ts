import type { Model } from "../../config/model";
import type { Printed } from "../printed";
import { errorLog } from "./logs";
import { duration } from "./measures";
import { quote, word } from "./quote";

/** What `nginx.conf` says. */
export interface MainView {
    readonly site: Printed;
    readonly user: Printed | null;
    readonly workerProcesses: Printed;
    readonly workerConnections: number;
    readonly openFiles: number;
    readonly drain: Printed;
    readonly pid: Printed;
    readonly errorLog: Printed;
    readonly errorLevel: Printed;
    readonly accessLog: Printed;
    readonly cache: Printed;
    /** null: nginx's own sizes hold the site's names. */
    readonly namesHash: NamesHashView | null;
}

export interface NamesHashView {
    readonly bucket: number;
    readonly max: number;
}

export function mainView(model: Model): MainView {
    const { name, nginx, site, paths } = model;
    return {
        site: quote("name", name),
        user: nginx.user === null ? null : quote("name", nginx.user),
        workerProcesses: word(workers(model)),
        workerConnections: nginx.workerConnections,
        openFiles: 2 * nginx.workerConnections,
        drain: duration(site.drain),
        pid: quote("file", paths.pid),
        errorLog: errorLog(model),
        errorLevel: word(site.logging.errorLevel),
        accessLog: quote("file", `${paths.logs}/access.log`),
        cache: quote("file", paths.cache),
        namesHash: namesHash(site.hosts),
    };
}

/** A pod's nginx counts the cores of its node, which may be many more than the pod may use or has the memory for. */
export function workers({ nginx, target }: Model): number | "auto" {
    if (nginx.workerProcesses !== "auto" || target.kind !== "kubernetes") {
        return nginx.workerProcesses;
    }
    return Math.max(2, Math.ceil(target.proxy.resources.cpu.limit ?? 0));
}

/**
 * nginx refuses to start when a name does not fit one line of its table, or when there are many of them. Its own 64
 * bytes and 512 entries hold what most sites need.
 */
function namesHash(hosts: readonly string[]): NamesHashView | null {
    const longest = Math.max(0, ...hosts.map((host) => host.length));
    const bucket = 2 ** Math.ceil(Math.log2(longest + 24));
    const max = 2 ** Math.ceil(Math.log2(hosts.length * 8 + 1));
    return bucket <= 64 && max <= 512 ? null : { bucket: Math.max(64, bucket), max: Math.max(512, max) };
}
