import type { Deployed, Proxy } from "../deployed/deployed";
import { locationsOf, serversOf, type Location, type Server } from "../deployed/nginx/servers";

/** What this layer answers about itself stands below this; guarded in its own way. */
export const ownPath = "/-/evenkeel/";

/** Locations that clients' requests come in by and that send them on to a service, or hand out files. */
export function passingLocations(server: Server): readonly Location[] {
    const entrances = locationsOf(server).filter(({ directive, modifier, path }) => {
        const names = (directive.block ?? []).map(({ name }) => name);
        const passes = names.some(name => name === "proxy_pass" || name === "alias" || name === "root");
        return passes && modifier !== "@" && !path.startsWith(ownPath);
    });
    return [...entrances, ...new Set(entrances.flatMap(shortcutsFrom))];
}

/**
 * Named locations that requests get to from another one before that has asked who sends them, or how often: nginx obeys a
 * `return` first.
 */
export function shortcutsFrom({ server, directive: { block = [] } }: Location): readonly Location[] {
    const returned = block.filter(({ name }) => name === "if").flatMap(condition => (condition.block ?? []).filter(({ name }) => name === "return"));
    const codes = returned.flatMap(({ args }) => args.slice(0, 1));
    const pages = block.filter(({ name, args }) => name === "error_page" && args.some(arg => codes.includes(arg)));
    const names = pages.flatMap(({ args }) => args.slice(-1));
    return locationsOf(server).filter(({ modifier, path }) => modifier === "@" && names.includes(`@${path}`));
}

/** Servers that clients reach: not those on a socket alone. */
export function publicServers({ nginx }: Proxy): readonly Server[] {
    return serversOf(nginx).filter(({ listens }) => listens.length === 0 || listens.some(({ socket }) => socket === undefined));
}

export function encryptedServers(proxy: Proxy): readonly Server[] {
    return publicServers(proxy).filter(({ listens }) => listens.some(({ tls }) => tls));
}

/** Servers that clients reach by HTTPS, whether the proxy ends it or what stands before. */
export function serversByHttps({ front }: Deployed, proxy: Proxy): readonly Server[] {
    return front === undefined || front.tls === false ? encryptedServers(proxy) : publicServers(proxy);
}

/** The names of a server that certificates can be for: neither `_`, which stands for none, nor a pattern. IPv6 addresses without their brackets. */
export function realNames({ names }: Server): readonly string[] {
    return names.filter(name => name !== "_" && name !== "" && !name.startsWith("~")).map(name => name.replace(/^\[(.*)\]$/, "$1"));
}

/** `node 192.168.10.30, server api.example.com:443`. */
export function serverPlace({ where }: Proxy, { names, listens }: Server): string {
    const ports = listens.flatMap(({ port }) => (port === undefined ? [] : [port]));
    return `${where}, server ${names[0] ?? "_"}:${[...new Set(ports)].join(",")}`;
}

/** `/backup/` as its modifier has it: `= /backup`. */
export function locationName({ modifier, path }: Location): string {
    return `location ${modifier}${modifier === "" || modifier === "@" ? "" : " "}${path}`;
}
