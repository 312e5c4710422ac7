/** One directive of an nginx configuration. */
export interface Directive {
    readonly name: string;
    /** Unquoted. */
    readonly args: readonly string[];
    /** What stands between its braces; undefined where it has none. */
    readonly block: readonly Directive[] | undefined;
    /** Path in the release. */
    readonly file: string;
    /** From 1. */
    readonly line: number;
}

/** `zone=evenkeel_clients` gives what is behind the equals sign. */
export function parameter(args: readonly string[], name: string): string {
    return args.find(arg => arg.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";
}
