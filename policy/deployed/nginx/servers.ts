import { unlessEvery } from "../addresses";
import type { Directive } from "./directive";
import { httpScopes, scopeOf, type Scope } from "./scope";

/** A `server` block of the http level. */
export interface Server {
    /** Those of `server_name`, in their order. */
    readonly names: readonly string[];
    readonly listens: readonly Listen[];
    readonly directive: Directive;
    readonly scope: Scope;
}

/** Where a server is reached. */
export interface Listen {
    /** Without brackets; undefined: every address. */
    readonly address: string | undefined;
    /** undefined: a socket. */
    readonly port: number | undefined;
    /** Path of a socket. */
    readonly socket: string | undefined;
    readonly tls: boolean;
    readonly directive: Directive;
}

/** A `location` block, at any depth. */
export interface Location {
    readonly server: Server;
    readonly modifier: "" | "=" | "^~" | "~" | "~*" | "@";
    /** Without its modifier: `/health`, or what comes behind the @ of a named one. */
    readonly path: string;
    readonly directive: Directive;
    readonly scope: Scope;
}

export function serversOf(nginx: readonly Directive[]): readonly Server[] {
    return httpScopes(nginx).flatMap(http => http.directives.filter(({ name }) => name === "server").map(directive => serverOf(directive, http)));
}

/** Those inside of others after the ones that they are in. */
export function locationsOf(server: Server): readonly Location[] {
    return locationsIn(server, server.scope);
}

/** Where nginx handles a path: a location of just that path, else the one with the longest prefix of it; regular expressions are left out. */
export function locationFor(server: Server, path: string): Location | undefined {
    const fitting = locationsOf(server).filter(location => (location.modifier === "=" ? location.path === path : ["", "^~"].includes(location.modifier) && path.startsWith(location.path)));
    return fitting.find(({ modifier }) => modifier === "=") ?? fitting.toSorted((a, b) => b.path.length - a.path.length)[0];
}

function serverOf(directive: Directive, http: Scope): Server {
    const own = (name: string): readonly Directive[] => (directive.block ?? []).filter(each => each.name === name);
    return {
        names: own("server_name").flatMap(({ args }) => args),
        listens: own("listen").map(listenOf),
        directive,
        scope: scopeOf(directive, http),
    };
}

function listenOf(directive: Directive): Listen {
    const [place = "", ...flags] = directive.args;
    const about = { tls: flags.includes("ssl"), directive };
    if (place.startsWith("unix:")) {
        return { address: undefined, port: undefined, socket: place.slice("unix:".length), ...about };
    }
    const [, address = "", port = "80"] = /^\d+$/.test(place) ? ["", "", place] : (/^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(place) ?? []);
    return { address: unlessEvery(address.replace(/^\[|\]$/g, "")), port: Number(port), socket: undefined, ...about };
}

function locationsIn(server: Server, around: Scope): Location[] {
    const blocks = around.directives.filter(({ name }) => name === "location");
    return blocks.flatMap(directive => {
        const scope = scopeOf(directive, around);
        return [{ server, ...matchOf(directive), directive, scope }, ...locationsIn(server, scope)];
    });
}

function matchOf({ args }: Directive): Pick<Location, "modifier" | "path"> {
    const [, modifier = "", path = ""] = /^(=|\^~|~\*|~|@|) ?([^]*)$/.exec(args.join(" ")) ?? [];
    return { modifier: modifier as Location["modifier"], path };
}
