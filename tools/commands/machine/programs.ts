import { spawnSync } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join, sep } from "node:path";

/** Where Debian keeps nginx, and where an ordinary user's PATH does not look. */
const systemFolders = ["/usr/local/sbin", "/usr/sbin", "/sbin", "/usr/local/bin", "/usr/bin", "/bin"];

/**
 * The absolute path of a program, looking past `node_modules/.bin`: npm puts those folders first, and a package's
 * stand-in would shadow what the machine has.
 */
export function findProgram(name: string): string | undefined {
    const own = (process.env["PATH"] ?? "").split(delimiter).filter(folder => folder !== "" && !folder.split(sep).includes("node_modules"));
    return [...own, ...systemFolders].map(folder => join(folder, name)).find(isProgram);
}

/** What a program prints, both streams; empty when it does not run or takes longer than some seconds. */
export function printed(program: string, ...args: string[]): string {
    const { stdout, stderr, status } = spawnSync(program, args, { encoding: "utf8", timeout: 15_000 });
    return status === 0 ? stdout + stderr : "";
}

/** `1.22.1`; undefined when nginx is not installed. */
export function nginxVersion(): string | undefined {
    const nginx = findProgram("nginx");
    return nginx === undefined ? undefined : versionIn(printed(nginx, "-v"));
}

/** `nginx version: nginx/1.22.1 (Debian)` holds `1.22.1`. */
export function versionIn(text: string): string | undefined {
    return /nginx\/(\d+\.\d+\.\d+)/.exec(text)?.[1];
}

function isProgram(file: string): boolean {
    try {
        accessSync(file, constants.X_OK);
        return statSync(file).isFile();
    } catch {
        return false;
    }
}
