import { accessSync, constants, existsSync, statfsSync } from "node:fs";
import { dirname } from "node:path";
import { lt } from "semver";
import { isDockerModel } from "../../../components/config/model";
import { localStateFolder } from "../../../components/config/sandbox";
import { findCli } from "../cli/find-cli";
import { howToInstall, missingPrograms } from "../machine/packages";
import { portOwner } from "../../sandbox/ports";
import { nginxVersion } from "../machine/programs";
import type { CheckedStack } from "../read-stack";
import { prefixFolder, sandboxFolder } from "../../sandbox/folders";
import { sandboxProcesses } from "../../sandbox/process-table";
import { checkDockerHere } from "./docker";
import { missing, ok, remark, require, type Finding } from "./finding";

/** State, releases and logs of a sandbox stay far below it. */
const enoughSpace = 100 * 1024 * 1024;

/** What this machine needs to bring the stack up. */
export async function checkThisMachine(stack: CheckedStack): Promise<Finding[]> {
    return [
        ok(`Node ${process.versions.node}`),
        await checkCli(),
        checkHome(),
        checkSpace(),
        ...(isDockerModel(stack.model) ? checkDockerHere(stack.model) : []),
        ...(stack.sandbox ? [...checkPrograms(stack), ...(await checkPorts(stack))] : []),
    ];
}

async function checkCli(): Promise<Finding> {
    const cli = await findCli();
    return "program" in cli ? ok(`Pulumi CLI: ${cli.program}`) : remark(`no Pulumi CLI, and ${cli.missing}: the embedded engine does its work`);
}

function checkHome(): Finding {
    const folder = nearestFolder(localStateFolder());
    try {
        accessSync(folder, constants.W_OK);
        return ok(`local state in ${localStateFolder()}`);
    } catch {
        return missing(`${folder} cannot be written to`, "Give your account write access, or set EVENKEEL_HOME to a folder that it can write to.");
    }
}

function checkSpace(): Finding {
    const { bavail, bsize } = statfsSync(nearestFolder(localStateFolder()));
    return require(bavail * bsize >= enoughSpace, `${megabytes(bavail * bsize)} MB of disk space left for local state`, "Make room, or set EVENKEEL_HOME to a folder on another disk.");
}

function checkPrograms({ model }: CheckedStack): Finding[] {
    const absent = missingPrograms();
    const version = nginxVersion();
    if (absent.length > 0) {
        const fix = process.getuid?.() === 0 ? "`npm run up` installs it." : howToInstall(absent);
        return [missing(`${absent.join(" and ")} not installed`, fix)];
    }
    return [require(isRecent(version, model.nginx.version), `nginx ${version ?? "of an unknown version"}`, tooOld(model.nginx.version))];
}

/** @param wanted a version with two or three parts. */
export function isRecent(version: string | undefined, wanted: string): boolean {
    return version !== undefined && !lt(version, wanted.split(".").length === 2 ? `${wanted}.0` : wanted);
}

export function tooOld(wanted: string): string {
    return `Install nginx ${wanted} or later, or set evenkeel:nginx version to the one that is installed.`;
}

async function checkPorts({ model: { site, tls } }: CheckedStack): Promise<Finding[]> {
    const own = new Set(sandboxProcesses(sandboxFolder(), prefixFolder()).map(found => found.pid));
    const ports = [site.httpPort, ...(tls.mode === "off" ? [] : [site.httpsPort])];
    return Promise.all(
        ports.map(async port => {
            const owner = await portOwner(site.listen, port);
            const isFree = owner === undefined || owner.pids.some(pid => own.has(pid));
            return isFree ? ok(`port ${String(port)}`) : missing(`port ${String(port)} is taken by ${owner.words}`, "Stop that program, or set another port in evenkeel:site (http, https).");
        }),
    );
}

function nearestFolder(path: string): string {
    return existsSync(path) ? path : nearestFolder(dirname(path));
}

function megabytes(bytes: number): number {
    return Math.floor(bytes / 1024 / 1024);
}
