import { execFileSync, spawnSync } from "node:child_process";
import { closeSync, existsSync, lstatSync, openSync, readSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** What no program reads. */
const ballast = /^\/usr\/share\/(doc|man|locale|info|lintian|bash-completion|perl5|bug|doc-base|menu)(\/|$)/;

/** The files of installed packages and of single programs, with all the libraries that they load. */
export function machineFiles(packages: readonly string[], programs: readonly string[]): string[] {
    const owned = packages.length === 0 ? [] : execFileSync("dpkg", ["-L", ...packages], { encoding: "utf8" }).split("\n");
    const files = [...owned.filter(path => path.startsWith("/") && path !== "/." && !ballast.test(path)), ...programs].filter(isFile).map(withoutLinkedFolders);
    const libraries = files.filter(isElf).flatMap(librariesOf).flatMap(withTarget);
    return [...new Set([...files.flatMap(withTarget), ...libraries])].sort();
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

function librariesOf(program: string): string[] {
    const { stdout } = spawnSync("ldd", [program], { encoding: "utf8" });
    return [...stdout.matchAll(/(?:=> |^\s+)(\/\S+)/gm)].flatMap(([, path]) => (path === undefined ? [] : [path]));
}
