import type { Directive } from "./directive";
import { httpScopes } from "./scope";

/** An `upstream` block. */
export interface Upstream {
    readonly name: string;
    readonly servers: readonly UpstreamServer[];
    readonly directive: Directive;
}

export interface UpstreamServer {
    /** `address:port`. */
    readonly address: string;
    readonly backup: boolean;
    /** `max_fails` to `2`; flags such as `backup` to nothing. */
    readonly parameters: ReadonlyMap<string, string>;
    readonly directive: Directive;
}

/** A `map` or `geo` block: what a variable stands for. */
export interface Mapping {
    /** With its dollar sign. */
    readonly variable: string;
    /** What it is looked up by: `$https`; of `geo` without a source, the client's address. */
    readonly source: string;
    readonly values: ReadonlyMap<string, string>;
    readonly directive: Directive;
}

export function upstreamsOf(nginx: readonly Directive[]): readonly Upstream[] {
    return blocksOf(nginx, "upstream").map(directive => ({ name: directive.args[0] ?? "", servers: serversIn(directive), directive }));
}

export function mappingsOf(nginx: readonly Directive[]): readonly Mapping[] {
    return [...blocksOf(nginx, "map"), ...blocksOf(nginx, "geo")].map(directive => ({
        variable: directive.args.at(-1) ?? "",
        source: directive.args.length > 1 ? (directive.args[0] ?? "") : "$remote_addr",
        values: new Map((directive.block ?? []).map(({ name, args }) => [name, args[0] ?? ""])),
        directive,
    }));
}

function blocksOf(nginx: readonly Directive[], name: string): readonly Directive[] {
    return httpScopes(nginx).flatMap(({ directives }) => directives.filter(directive => directive.name === name));
}

function serversIn({ block = [] }: Directive): UpstreamServer[] {
    return block.filter(({ name }) => name === "server").map(directive => {
        const [address = "", ...rest] = directive.args;
        const parameters = new Map(rest.map(parameter => pair(parameter)));
        return { address, backup: parameters.has("backup"), parameters, directive };
    });
}

function pair(parameter: string): readonly [string, string] {
    const [name = "", ...value] = parameter.split("=");
    return [name, value.join("=")];
}
