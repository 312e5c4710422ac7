import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { version } from "pulumi/package.json";
import { localStateFolder } from "../../../components/config/sandbox";
import { messageOf } from "../failure";
import { findProgram, printed } from "../machine/programs";
import { progress } from "../progress";

/** How the Pulumi CLI is started, or why it cannot be. */
export type Cli = { readonly program: string } | { readonly missing: string };

const source = "https://get.pulumi.com/install.sh";
const reachableWithin = 5_000;
const downloadedWithin = 180_000;

/** How long "there is no network" is believed before it is tried again. */
const answerHolds = 3_600_000;

/**
 * Finds the Pulumi CLI: on PATH, else through the npm package `pulumi`, which downloads it at first use. Each try is
 * bounded, and an answer of "cannot be had" is kept for an hour, so that a machine without a network waits once.
 */
export async function findCli(): Promise<Cli> {
    const installed = findProgram("pulumi");
    if (installed !== undefined && printed(installed, "version") !== "") {
        return { program: installed };
    }
    return downloaded() ?? recentRefusal() ?? (await download());
}

/** What the npm package has downloaded before: where it keeps it is also the Automation API's place, so it is shared. */
function downloaded(): Cli | undefined {
    const home = process.env["PULUMI_HOME"] ?? join(homedir(), ".pulumi");
    const program = join(home, "versions", process.env["PULUMI_VERSION"] ?? version, "bin", "pulumi");
    return existsSync(program) && printed(program, "version") !== "" ? { program } : undefined;
}

async function download(): Promise<Cli> {
    try {
        await fetch(source, { method: "HEAD", signal: AbortSignal.timeout(reachableWithin) });
    } catch (error) {
        return refuse(`its download site can't be reached (${causeOf(error)})`);
    }
    await progress("Downloading the Pulumi CLI (once)", runPackage);
    return downloaded() ?? refuse("its download failed");
}

/** In a process group of its own, so that a download that takes too long ends with everything it has started. */
function runPackage(): Promise<void> {
    return new Promise(resolve => {
        const child = spawn(process.execPath, [require.resolve("pulumi/run.js"), "version"], { stdio: "ignore", detached: true });
        const timer = setTimeout(() => endGroup(child), downloadedWithin);
        child.once("error", () => resolve());
        child.once("exit", () => {
            clearTimeout(timer);
            resolve();
        });
    });
}

function endGroup({ pid }: ChildProcess): void {
    if (pid !== undefined) {
        process.kill(-pid, "SIGKILL");
    }
}

function causeOf(error: unknown): string {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const code = (cause as NodeJS.ErrnoException).code;
    return typeof code === "string" ? code : messageOf(cause);
}

function refusalFile(): string {
    return join(localStateFolder(), "no-pulumi-cli.json");
}

function refuse(missing: string): Cli {
    mkdirSync(localStateFolder(), { recursive: true, mode: 0o700 });
    writeFileSync(refusalFile(), JSON.stringify({ missing, at: Date.now() }));
    return { missing };
}

function recentRefusal(): Cli | undefined {
    try {
        const { missing, at } = JSON.parse(readFileSync(refusalFile(), "utf8")) as { missing: string; at: number };
        return Date.now() - at < answerHolds ? { missing } : undefined;
    } catch {
        return undefined;
    }
}
