import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Rendered } from "../../components/proxy/rendered";

/**
 * Writes a release tree as a host would have it, but for the certificates, which only the host has. What an earlier
 * release left there goes.
 */
export function writeRelease({ files, links }: Rendered, directory: string): void {
    const own = new Set([...files, ...links].map(({ path }) => path.split("/")[0] ?? path));
    own.forEach(entry => { rmSync(join(directory, entry), { recursive: true, force: true }); });
    for (const { path, content, executable } of files) {
        writeFileSync(inFolder(join(directory, path)), content, { mode: executable ? 0o755 : 0o644 });
    }
    for (const { path, target } of links) {
        symlinkSync(target, inFolder(join(directory, path)));
    }
}

/** Whether a folder holds what `writeRelease` wrote. */
export function isRelease(directory: string): boolean {
    return existsSync(join(directory, "nginx/conf.d/release.conf"));
}

/** Makes sure that the folder of a path exists; returns the path. */
function inFolder(path: string): string {
    mkdirSync(dirname(path), { recursive: true });
    return path;
}
