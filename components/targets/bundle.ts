import { createHash } from "node:crypto";

/** A file as it is to lie on the host. */
export interface BundleFile {
    readonly path: string;
    /** `0644`, `0755` or, for what is secret, `0600`. */
    readonly mode: "0600" | "0644" | "0755";
    /** LF line ends, with one at the end. */
    readonly content: string;
}

/** A symbolic link as it is to lie on the host. */
export interface BundleLink {
    readonly path: string;
    readonly target: string;
}

/** Always below a folder. Paths take part in shell commands on the host, unquoted. */
const safePath = /^[A-Za-z0-9._~+-]+(\/[A-Za-z0-9._~+-]+)+$/;
const safeTarget = /^[A-Za-z0-9._~+/-]+$/;

/**
 * All files of one push as a single text that reads well in a line diff: no lengths, no line counts, no encoding.
 *
 *     @@ 0644 nginx/nginx.conf
 *     user www-data;
 *     @@ link nginx/sites-enabled/evenkeel ../sites-available/evenkeel
 *     @@ end <sha256 of everything above>
 *
 * The last line is how the host knows that all of it has arrived.
 */
export function bundle(files: readonly BundleFile[], links: readonly BundleLink[] = []): string {
    const body = [...files.map(fileEntry), ...links.map(linkEntry)].join("");
    return `${body}@@ end ${createHash("sha256").update(body).digest("hex")}\n`;
}

function fileEntry({ path, mode, content }: BundleFile): string {
    assertReadable(path, content);
    return `@@ ${mode} ${checked(path, safePath)}\n${content}`;
}

function linkEntry({ path, target }: BundleLink): string {
    return `@@ link ${checked(path, safePath)} ${checked(target, safeTarget)}\n`;
}

function checked(path: string, grammar: RegExp): string {
    if (!grammar.test(path)) {
        throw new Error(`The path ${JSON.stringify(path)} cannot travel in a bundle.`);
    }
    return path;
}

/** Rendered text keeps to this by construction; a file that did not would be taken apart in the wrong place. */
function assertReadable(path: string, content: string): void {
    if (/^@@ /m.test(content) || /[\r\0]/.test(content)) {
        throw new Error(`A line of ${path} begins with "@@ " or holds a control character: it cannot travel in a bundle.`);
    }
    if (content !== "" && !content.endsWith("\n")) {
        throw new Error(`${path} does not end with a line end: it cannot travel in a bundle.`);
    }
}
