import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { join } from "node:path";

const here = process.cwd();
const author = ["-c", "user.name=Author", "-c", "user.email=author@example.com", "-c", "commit.gpgsign=false"];

/** What git prints. */
export function git(folder: string, ...args: string[]): string {
    return execFileSync("git", ["-C", folder, ...author, ...args], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();
}

/** A repository on a forge, made from this one's last commit, and the clone that its author works in. */
export class Repository {
    readonly origin: string;
    readonly clone: string;

    constructor(folder: string) {
        this.origin = join(folder, "origin.git");
        this.clone = join(folder, "author");
        git(here, "clone", "--quiet", "--bare", here, this.origin);
        git(here, "clone", "--quiet", this.origin, this.clone);
        git(this.clone, "checkout", "--quiet", "-B", "main");
    }

    /** Changes files on a branch and pushes it; a content of undefined removes the file. */
    commit(branch: string, files: Readonly<Record<string, string | undefined>>): void {
        git(this.clone, "checkout", "--quiet", "-B", branch, "main");
        for (const [file, content] of Object.entries(files)) {
            this.write(file, content);
        }
        git(this.clone, "add", "--all");
        git(this.clone, "commit", "--quiet", "--message", "A change");
        git(this.clone, "push", "--quiet", "--force", "origin", `HEAD:refs/heads/${branch}`);
    }

    read(file: string): string {
        return readFileSync(join(this.clone, file), "utf8");
    }

    /** A file as it is on a branch. */
    at(branch: string, file: string): string {
        return `${git(this.clone, "show", `${branch}:${file}`)}\n`;
    }

    /** As the forge makes it for a pull request: the branch merged into main. */
    merge(branch: string): void {
        git(this.clone, "checkout", "--quiet", "--detach", "main");
        git(this.clone, "merge", "--quiet", "--no-ff", "--message", "Merge", branch);
        git(this.clone, "push", "--quiet", "--force", "origin", "HEAD:refs/pull/7/merge");
    }

    /** As actions/checkout does it. */
    checkOut(workspace: string, ref: string, { depth, sparse }: { readonly depth: number; readonly sparse: string | undefined }): void {
        mkdirSync(workspace, { recursive: true });
        git(workspace, "init", "--quiet");
        git(workspace, "fetch", "--quiet", `--depth=${String(depth)}`, `file://${this.origin}`, ref);
        if (sparse !== undefined) {
            git(workspace, "sparse-checkout", "set", sparse);
        }
        git(workspace, "checkout", "--quiet", "FETCH_HEAD");
    }

    private write(file: string, content: string | undefined): void {
        const path = join(this.clone, file);
        if (content === undefined) {
            rmSync(path);
        } else {
            mkdirSync(join(path, ".."), { recursive: true });
            writeFileSync(path, content);
        }
    }
}

/** Links to this project's installed packages, where a fresh clone would install its own: the same ones, by its lock file. */
export function linkPackages(workspace: string): void {
    const lock = readFileSync(join(workspace, "package-lock.json"));
    if (!lock.equals(readFileSync(join(here, "package-lock.json")))) {
        throw new Error("The last commit asks for other packages than those that are installed here.");
    }
    const packages = join(workspace, "node_modules");
    mkdirSync(packages);
    // Hidden ones are what programs keep there for themselves.
    const names = readdirSync(join(here, "node_modules")).filter(name => !name.startsWith(".") || name === ".bin");
    for (const name of names) {
        symlinkSync(join(here, "node_modules", name), join(packages, name));
    }
    writeFileSync(join(packages, ".evenkeel-installed"), createHash("sha256").update(lock).digest("hex"));
}

/** Puts the program `gh` into a folder. */
export function installGh(folder: string): void {
    mkdirSync(folder, { recursive: true });
    copyFileSync(join(here, "test/e2e/forge/gh.mjs"), join(folder, "gh"));
}
