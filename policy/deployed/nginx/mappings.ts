import type { Directive } from "./directive";
import { httpBlocks } from "./scope";

/** A `map` or `geo` block: what a variable stands for. */
export interface Mapping {
    /** With its dollar sign. */
    readonly variable: string;
    readonly values: ReadonlyMap<string, string>;
}

export function mappingsOf(nginx: readonly Directive[]): readonly Mapping[] {
    return [...httpBlocks(nginx, "map"), ...httpBlocks(nginx, "geo")].map(directive => ({
        variable: directive.args.at(-1) ?? "",
        values: new Map((directive.block ?? []).map(({ name, args }) => [name, args[0] ?? ""])),
    }));
}
