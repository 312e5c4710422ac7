import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Rendered } from "../../components/proxy/rendered";

/** Writes a release tree as a host would have it, but for the certificates, which only the host has. */
export function writeRelease({ files, links }: Rendered, directory: string): void {
    for (const { path, content, executable } of files) {
        const file = parentOf(join(directory, path));
        writeFileSync(file, content, { mode: executable ? 0o755 : 0o644 });
    }
    for (const { path, target } of links) {
        const link = parentOf(join(directory, path));
        rmSync(link, { force: true });
        symlinkSync(target, link);
    }
}

/** Makes sure that the folder of a path exists; returns the path. */
function parentOf(path: string): string {
    mkdirSync(dirname(path), { recursive: true });
    return path;
}
