import { exitCode, Failure, messageOf } from "../commands/failure";
import { git, type Commit } from "./git";

/** Two states of the stack files. */
export interface Comparison {
    readonly base: Commit;
    readonly head: Commit;
    /** Whether the files have edits since that are not committed. */
    readonly isEdited: boolean;
    /** false: where the two parted is not known, so what others have done since shows as taken back. */
    readonly isFromParting: boolean;
}

/**
 * The files at hand, and where they parted from a commit: what others have done there since is none of theirs.
 *
 * @throws Failure where there is no repository or no such commit in it.
 */
export function comparisonWith(folder: string, name: string): Comparison {
    const named = hashOf(folder, name);
    const parting = partingFrom(folder, named);
    const base = parting ?? named;
    return {
        base: commitAt(folder, base),
        head: commitAt(folder, headAgainst(folder, base)),
        isEdited: git(folder, "status", "--porcelain", "--untracked-files=no", "--", ".") !== "",
        isFromParting: parting !== undefined,
    };
}

function hashOf(folder: string, name: string): string {
    try {
        return git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`).trim();
    } catch (error) {
        throw whyNot(folder, name, error);
    }
}

/** Of a commit that is not there, git says nothing. */
function whyNot(folder: string, name: string, error: unknown): Failure {
    const { code, stderr } = error as { readonly code?: unknown; readonly stderr?: unknown };
    if (code === "ENOENT") {
        return new Failure("A review needs git, which is not on this machine. Install it and run the command again.");
    }
    const [said = ""] = typeof stderr === "string" ? stderr.trim().split("\n", 1) : [messageOf(error)];
    return said === ""
        ? new Failure(
              `There is no commit ${name} in the repository of ${folder}. Fetch it first (git fetch origin BRANCH; in a CI, check out with the whole history), or name another one.`,
              exitCode.refused,
          )
        : new Failure(`git can't look for ${name} in ${folder}: ${said}`);
}

/** undefined in a clone that does not have the history. */
function partingFrom(folder: string, hash: string): string | undefined {
    try {
        return git(folder, "merge-base", "HEAD", hash).trim();
    } catch {
        return undefined;
    }
}

/** A forge merges a pull request for a trial: what people know is the commit that it merges. */
function headAgainst(folder: string, base: string): string {
    const [head = "HEAD", into, merged] = git(folder, "rev-list", "--parents", "--max-count=1", "HEAD").trim().split(" ");
    return into === base && merged !== undefined ? merged : head;
}

function commitAt(folder: string, hash: string): Commit {
    return { hash, subject: git(folder, "show", "--no-patch", "--no-show-signature", "--format=%s", hash).trim() };
}
