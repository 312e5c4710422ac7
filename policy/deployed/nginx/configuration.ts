import { posix } from "node:path";
import type { Release } from "../release";
import type { Directive } from "./directive";
import { readDirectives } from "./read";

/** Where a release has what lies in nginx's own folder. */
const folder = "nginx";

/**
 * All of a release's nginx configuration, in the place of each `include` what it includes. One of a file that is no part of
 * the release, such as the certificate's, stays as it is.
 *
 * An own reader: what npm has reads from disk, one file at a time, and leaves a directive's words in one piece.
 *
 * @param conf nginx's own folder on the machine, whose files absolute paths may name.
 * @throws with file and line, where nginx would refuse it.
 */
export function nginxOf(release: Release, conf: string | undefined): readonly Directive[] {
    return release.files.has(`${folder}/nginx.conf`) ? new Configuration(release, conf).read(`${folder}/nginx.conf`) : [];
}

class Configuration {
    /** A file that is included in several places is read once. */
    private readonly known = new Map<string, readonly Directive[]>();
    private readonly paths: readonly string[];

    constructor(
        private readonly release: Release,
        private readonly conf: string | undefined,
    ) {
        this.paths = [...release.files.keys(), ...release.links.keys()].sort();
    }

    read(path: string): readonly Directive[] {
        const file = this.release.links.get(path) ?? path;
        const known = this.known.get(file);
        if (known !== undefined) {
            return known;
        }
        const own = readDirectives(this.release.files.get(file) ?? "", file);
        // Nothing, while it is being read: one that includes itself has no end.
        this.known.set(file, []);
        const directives = this.resolved(own);
        this.known.set(file, directives);
        return directives;
    }

    private resolved(directives: readonly Directive[]): Directive[] {
        return directives.flatMap(directive => {
            if (directive.name === "include" && directive.block === undefined) {
                return this.included(directive);
            }
            return directive.block === undefined ? [directive] : [{ ...directive, block: this.resolved(directive.block) }];
        });
    }

    /** A pattern may well match nothing. */
    private included(directive: Directive): readonly Directive[] {
        const path = this.inRelease(directive.args[0] ?? "");
        if (/[*?[]/.test(path)) {
            const matches = globPattern(path);
            return this.paths.filter(each => matches.test(each)).flatMap(each => this.read(each));
        }
        return this.release.files.has(path) || this.release.links.has(path) ? this.read(path) : [directive];
    }

    private inRelease(path: string): string {
        const relative = this.conf !== undefined && path.startsWith(`${this.conf}/`) ? path.slice(this.conf.length + 1) : path;
        return relative.startsWith("/") ? relative : posix.join(folder, relative);
    }
}

/** `*` and `?` leave slashes alone, and a dot at the beginning of a name. */
function globPattern(glob: string): RegExp {
    const source = glob.replace(/(^|\/)(?=[*?[])|\*|\?|\[!|[.+^$(){}|\\]/g, (piece, start?: string) => {
        if (start !== undefined) {
            return `${start}(?!\\.)`;
        }
        return wildcards[piece] ?? `\\${piece}`;
    });
    return new RegExp(`^${source}$`);
}

const wildcards: Readonly<Record<string, string>> = { "*": "[^/]*", "?": "[^/]", "[!": "[^" };
