/** A file of a release. */
export interface RenderedFile {
    /** Relative to the release, with forward slashes: `nginx/conf.d/upstream.conf`. */
    readonly path: string;
    readonly executable: boolean;
    /** LF line ends, with one at the end. */
    readonly content: string;
}

/** A symbolic link of a release. */
export interface RenderedLink {
    readonly path: string;
    /** Relative to the folder the link lies in. */
    readonly target: string;
}

/** Everything a target deploys but the secrets. */
export interface Rendered {
    /** Sorted by path; each that may hold comments says in its first that it is managed, with the sha256 of the rest. */
    readonly files: readonly RenderedFile[];
    readonly links: readonly RenderedLink[];
    /** sha256 over all files, in hexadecimal: the identity of the release, which the running proxy answers with. */
    readonly release: string;
}
