import { execFileSync, spawnSync } from "node:child_process";
import { closeSync, existsSync, lstatSync, openSync, readSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** What no program reads. */
const ballast = /^\/usr\/share\/(doc|man|locale|info|lintian|bash-completion|perl5|bug|doc-base|menu)(\/|$)/;

/** The files of installed packages and single ones, with all the libraries that they load. */
export function machineFiles(packages: readonly string[], single: readonly string[]): string[] {
    const owned = packages.length === 0 ? [] : execFileSync("dpkg", ["-L", ...packages], { encoding: "utf8" }).split("\n");
    const files = [...owned.filter(path => path.startsWith("/") && path !== "/." && !ballast.test(path)), ...single].filter(isFile).map(withoutLinkedFolders);
    return [...new Set([...files.flatMap(withTarget), ...librariesOf(files)])].sort();
}

/** All the libraries that programs load. */
export function librariesOf(files: readonly string[]): string[] {
    return files.filter(isElf).flatMap(loadedBy).flatMap(withTarget);
}

function isFile(path: string): boolean {
    return existsSync(path) && statSync(path).isFile();
}

/** `/bin/ls` lies in `/usr/bin`: the images have `/bin` as a link, too. */
function withoutLinkedFolders(path: string): string {
    return join(realpathSync(dirname(path)), basename(path));
}

/** A link, and what it leads to; of what Debian's alternatives choose, the choice alone. */
function withTarget(path: string): string[] {
    const place = withoutLinkedFolders(path);
    return lstatSync(place).isSymbolicLink() ? [place, realpathSync(place)] : [place];
}

function isElf(path: string): boolean {
    if (!lstatSync(path).isFile()) {
        return false;
    }
    const file = openSync(path, "r");
    const magic = Buffer.alloc(4);
    readSync(file, magic);
    closeSync(file);
    return magic.toString("latin1") === "\x7fELF";
}

function loadedBy(program: string): string[] {
    const { stdout } = spawnSync("ldd", [program], { encoding: "utf8" });
    return [...stdout.matchAll(/(?:=> |^\s+)(\/\S+)/gm)].flatMap(([, path]) => (path === undefined ? [] : [path]));
}
