import type { Directive } from "./directive";
import { httpBlocks } from "./scope";

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

export function upstreamsOf(nginx: readonly Directive[]): readonly Upstream[] {
    return httpBlocks(nginx, "upstream").map(directive => ({ name: directive.args[0] ?? "", servers: serversIn(directive), directive }));
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
