import { execFileSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exitCode, Failure } from "../commands/failure";

/** A commit to compare with. */
export interface Commit {
    /** As it was named: `main`. */
    readonly name: string;
    readonly hash: string;
}

/** @throws Failure where there is no repository or no such commit in it. */
export function commitNamed(folder: string, name: string): Commit {
    try {
        return { name, hash: git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`).trim() };
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") {
            throw new Failure("A review needs git, which is not on this machine. Install it and run the command again.");
        }
        throw new Failure(
            `There is no commit ${name} in the repository of ${folder}. Fetch it first (git fetch origin BRANCH; in a CI, check out with the whole history), or name another one.`,
            exitCode.refused,
        );
    }
}

/** Names of what lies beside the project's files in a commit. */
export function filesAt(folder: string, { hash }: Commit): string[] {
    return git(folder, "ls-tree", "--name-only", hash).split("\n").filter(name => name !== "");
}

/** Has `use` work on the files of a commit, in a folder that is removed afterwards, also where the process is ended. */
export function withCommit<T>(folder: string, { hash }: Commit, use: (project: string) => T): T {
    const place = join(realpathSync(mkdtempSync(join(tmpdir(), "evenkeel-review-"))), "base");
    const remove = (): void => {
        removeWorktree(folder, place);
    };
    process.once("exit", remove);
    try {
        git(folder, "worktree", "add", "--quiet", "--detach", place, hash);
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

function git(folder: string, ...args: readonly string[]): string {
    return execFileSync("git", ["-C", folder, ...args], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], env: withoutGit(process.env), maxBuffer: 64 * 1024 ** 2 });
}

/** In a hook, git tells its children of its own repository, which need not be this one. */
function withoutGit(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
    return Object.fromEntries(Object.entries(environment).filter(([name]) => !/^GIT_(DIR|WORK_TREE|INDEX_FILE|PREFIX)$/.test(name)));
}
