import { execFileSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Commit {
    readonly hash: string;
    /** The first line of what it says of itself. */
    readonly subject: string;
}

/** Names of the project's files in a commit. */
export function filesAt(folder: string, { hash }: Commit): string[] {
    return git(folder, "ls-tree", "-r", "-z", "--name-only", hash).split("\0").filter(name => name !== "");
}

/** What differs now below a folder from what a commit has there; nothing where the commit is another repository's. */
export function changedBelow(folder: string, { hash }: Commit): string[] {
    try {
        return git(folder, "diff", "--name-only", "--relative", "--no-renames", "-z", hash, "--", ".").split("\0").filter(name => name !== "");
    } catch {
        return [];
    }
}

/** Has `use` work on the files of a commit, in a folder that is removed afterwards, also where the process is ended. */
export function withCommit<T>(folder: string, { hash }: Commit, use: (project: string) => T): T {
    const place = join(realpathSync(mkdtempSync(join(tmpdir(), "evenkeel-review-"))), "base");
    const remove = (): void => {
        removeWorktree(folder, place);
    };
    process.once("exit", remove);
    try {
        // What people have git run after a checkout of theirs is not meant for this one.
        git(folder, "-c", "core.hooksPath=/dev/null", "worktree", "add", "--quiet", "--detach", place, hash);
        return use(join(place, prefixOf(folder)));
    } finally {
        process.removeListener("exit", remove);
        remove();
    }
}

function removeWorktree(folder: string, place: string): void {
    rmSync(join(place, ".."), { recursive: true, force: true });
    git(folder, "worktree", "prune");
}

/** Where the project lies in its repository. */
function prefixOf(folder: string): string {
    return git(folder, "rev-parse", "--show-prefix").trim();
}

export function git(folder: string, ...args: readonly string[]): string {
    return execFileSync("git", ["-C", folder, ...args], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], env: withoutGit(process.env), maxBuffer: 64 * 1024 ** 2 });
}

/** In a hook, git tells its children of its own repository, which need not be this one. */
function withoutGit(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
    return Object.fromEntries(Object.entries(environment).filter(([name]) => !/^GIT_(DIR|WORK_TREE|INDEX_FILE|PREFIX)$/.test(name)));
}
