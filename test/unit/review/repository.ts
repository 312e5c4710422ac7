import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const project = join(__dirname, "../../..");

/** What renders stack files. */
const code = ["components", "nginx-templates", "package.json", "package-lock.json", "tsconfig.json"];

/** A repository of a user's own: the project with stack files, each state of them a commit. */
export class Repository {
    readonly folder = mkdtempSync(join(tmpdir(), "evenkeel-repository-"));

    constructor(stacks: Readonly<Record<string, string>>) {
        code.forEach(path => {
            cpSync(join(project, path), join(this.folder, path), { recursive: true });
        });
        this.git("init", "--quiet", "--initial-branch", "main");
        Object.entries(stacks).forEach(([file, text]) => {
            this.write(file, text);
        });
        this.commit("What is deployed");
    }

    write(file: string, text: string): void {
        writeFileSync(join(this.folder, file), text);
    }

    read(file: string): string {
        return readFileSync(join(this.folder, file), "utf8");
    }

    /** Makes the edits on the main branch's files a pull request's only commit. */
    propose(edit: () => void): void {
        this.git("checkout", "--quiet", "--force", "-B", "edit", "main");
        edit();
        this.commit("An edit");
    }

    commit(message: string): void {
        this.git("add", "--all");
        this.git("-c", "user.name=Test", "-c", "user.email=test@example.com", "commit", "--quiet", "--message", message);
    }

    git(...args: string[]): string {
        return execFileSync("git", ["-C", this.folder, ...args], { encoding: "utf8" });
    }

    remove(): void {
        rmSync(this.folder, { recursive: true });
    }
}

/** Replaces what has to be there. */
export function replaced(text: string, from: string | RegExp, to: string): string {
    const next = text.replace(from, to);
    if (next === text) {
        throw new Error(`There is no ${String(from)} to replace.`);
    }
    return next;
}

export function shipped(file: string): string {
    return readFileSync(join(project, file), "utf8");
}
