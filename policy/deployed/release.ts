/** The files that a proxy is given, by their paths in the release: `nginx/conf.d/upstream.conf`. */
export interface Release {
    readonly files: ReadonlyMap<string, string>;
    /** Paths of symbolic links with the paths of the files that they stand for. */
    readonly links: ReadonlyMap<string, string>;
}
