import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { messageOf } from "../commands/failure";
import { project } from "../commands/home";
import { note } from "../commands/progress";
import type { Described } from "./described";
import { withCommit, type Commit } from "./git";

/** How long rendering may take, in milliseconds. */
const patience = 120_000;

/** What a commit says of stack files, or why its code does not. */
export type BaseDescribed = { readonly stacks: readonly Described[] } | { readonly broken: string };

/** Describes stack files of a commit by the commit's own code. */
export function describeBase(folder: string, commit: Commit, files: readonly string[]): BaseDescribed {
    return withCommit(folder, commit, base => {
        provideModules(folder, base);
        try {
            const printed = execFileSync(process.execPath, ["--require", "tsx/cjs", join(__dirname, "describe-main.ts"), base, ...files], {
                cwd: project,
                encoding: "utf8",
                timeout: patience,
                maxBuffer: 512 * 1024 ** 2,
                stdio: ["ignore", "pipe", "pipe"],
            });
            return { stacks: JSON.parse(printed) as Described[] };
        } catch (error) {
            return { broken: reasonIn(messageOf(error)) };
        }
    });
}

/** The first line that says what is wrong, and not where. */
function reasonIn(message: string): string {
    const lines = message.split("\n").map(line => line.trim());
    return lines.find(line => /^\w*Error\b/.test(line)) ?? lines[0] ?? "";
}

/** Those of this commit where they are the same; others are installed. */
function provideModules(folder: string, base: string): void {
    const lock = (place: string): string => (existsSync(join(place, "package-lock.json")) ? readFileSync(join(place, "package-lock.json"), "utf8") : "");
    if (lock(folder) !== lock(base) && install(base)) {
        return;
    }
    // An installation that failed may have left some.
    rmSync(join(base, "node_modules"), { recursive: true, force: true });
    symlinkSync(resolve(project, "node_modules"), join(base, "node_modules"));
}

function install(base: string): boolean {
    note("The base has other dependencies: installing them ...");
    try {
        execFileSync("npm", ["ci", "--no-progress", "--ignore-scripts", "--loglevel", "error"], { cwd: base, stdio: ["ignore", 2, 2] });
        return true;
    } catch {
        note("They can't be installed: the base is rendered with the dependencies of this commit.");
        return false;
    }
}
