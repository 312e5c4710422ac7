import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { comparisonWith } from "../../../tools/review/comparison";
import { changedBelow, filesAt, withCommit } from "../../../tools/review/git";

const folder = mkdtempSync(join(tmpdir(), "evenkeel-commits-"));

function git(...args: string[]): string {
    return execFileSync("git", ["-C", folder, ...args], { encoding: "utf8" }).trim();
}

function commit(file: string): void {
    writeFileSync(join(folder, file), file);
    git("add", file);
    git("-c", "user.name=Test", "-c", "user.email=test@example.com", "commit", "--quiet", "--message", `Adds ${file}`);
}

function subjects(against: string): string[] {
    const { base, head } = comparisonWith(folder, against);
    return [base.subject, head.subject];
}

beforeAll(() => {
    git("init", "--quiet", "--initial-branch", "main");
    commit("a");
    git("checkout", "--quiet", "-b", "edit");
    commit("b");
    git("checkout", "--quiet", "main");
    commit("c");
    git("checkout", "--quiet", "-b", "trial");
    git("-c", "user.name=Test", "-c", "user.email=test@example.com", "merge", "--quiet", "--message", "Merge 2 into 1", "edit");
});

afterAll(() => {
    rmSync(folder, { recursive: true });
});

describe("commits that are compared", () => {
    test.each([
        ["a branch, and where it left the one that others went on with", "edit", "main", ["Adds a", "Adds b"]],
        ["the two that a forge merges for a trial", "trial", "HEAD^1", ["Adds c", "Adds b"]],
        ["a merge, with what is not one of its two", "trial", "edit~1", ["Adds a", "Merge 2 into 1"]],
        ["one with itself", "main", "HEAD", ["Adds c", "Adds c"]],
    ])("are %s", (_name, head, against, expected) => {
        git("checkout", "--quiet", "--force", head);
        expect(subjects(against)).toEqual(expected);
        expect(comparisonWith(folder, against)).toMatchObject({ isEdited: false, isFromParting: true });
    });

    test("are the one that is named, where nothing is known of their parting", () => {
        git("checkout", "--quiet", "--orphan", "apart");
        commit("d");
        expect(subjects("main")).toEqual(["Adds c", "Adds d"]);
        expect(comparisonWith(folder, "main").isFromParting).toBe(false);
    });

    test("have edits since that are not committed", () => {
        git("checkout", "--quiet", "--force", "main");
        writeFileSync(join(folder, "a"), "edited");
        expect(comparisonWith(folder, "main").isEdited).toBe(true);
    });
});

describe("what can't be compared", () => {
    test("is said so where there is no such commit", () => {
        expect(() => comparisonWith(folder, "nowhere")).toThrow(/There is no commit nowhere .* Fetch it first/);
    });

    test("is told by git in any other case", () => {
        expect(() => comparisonWith(tmpdir(), "main")).toThrow(/^git can't look for main in .*: fatal: not a git repository/);
    });
});

test("what differs below a folder is known by its paths there, and outside of a repository nothing is", () => {
    git("checkout", "--quiet", "--force", "main");
    mkdirSync(join(folder, "app"));
    commit("app/kept");
    commit("app/gone");
    const { base } = comparisonWith(folder, "HEAD");
    git("mv", "app/gone", "app/come");
    writeFileSync(join(folder, "a"), "elsewhere");
    expect(changedBelow(join(folder, "app"), base)).toEqual(["come", "gone"]);
    expect(changedBelow(tmpdir(), base)).toEqual([]);
    git("reset", "--quiet", "--hard");
});

test("the files of a commit are had without what people run after a checkout of theirs", () => {
    const hook = join(folder, ".git/hooks/post-checkout");
    writeFileSync(hook, `#!/bin/sh\ntouch '${folder}/was-run'\n`, { mode: 0o755 });
    expect(withCommit(folder, comparisonWith(folder, "edit").base, place => filesAt(place, { hash: "HEAD", subject: "" }))).toEqual(["a"]);
    rmSync(hook);
    expect(git("status", "--porcelain")).not.toContain("was-run");
    expect(git("worktree", "list").split("\n")).toHaveLength(1);
});
