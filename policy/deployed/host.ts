import type { Connection, Deployed, DeployedService, Opening } from "./deployed";
import { serversOf } from "./nginx/servers";
import { nodeOf } from "./places";
import { mapAt, textAt } from "./props";
import { proxyAt, releaseOf, type TargetProxy } from "./proxies";
import type { Registered } from "./registered";

type Part = Omit<Deployed, "certificates" | "texts">;

/** What stands on nodes, each of which has a release pushed to it over SSH; undefined: there are none. */
export function hostPart(resources: readonly Registered[]): Part | undefined {
    const commands = resources.filter(({ type }) => type === "command:remote:Command");
    const nodes = commands.flatMap(command => {
        const release = releaseOf(command);
        return release === undefined ? [] : [proxyAt(nodeOf(command), 1, release)];
    });
    const [first] = nodes;
    return first && {
        target: "host",
        site: first.settings.name,
        proxies: nodes.map(({ proxy }) => proxy),
        services: servicesOf(first),
        containers: [],
        volumes: [],
        openings: nodes.flatMap(openingsOf),
        connections: connectionsOf(commands),
    };
}

/** As the first node's proxy is told of them: nobody starts them. */
function servicesOf({ proxy, settings }: TargetProxy): DeployedService[] {
    const services = [...settings.services].map(([name, { instances, backup }]) => {
        const count = instances.length;
        return { name, urn: proxy.urn, instances, backup, minimum: count, maximum: count, backups: backup.length };
    });
    return services.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Where the proxy listens, each place once however many of its servers do. */
function openingsOf({ proxy: { where, urn, nginx } }: TargetProxy): Opening[] {
    const listens = serversOf(nginx).flatMap(server => server.listens);
    const openings = listens.flatMap(({ address, port }) => (port === undefined ? [] : [{ where, urn, part: "proxy", address, port, to: "outside" as const }]));
    return uniqueBy(openings, ({ address, port }) => `${address ?? ""} ${String(port)}`);
}

/** A node's commands share one, as long as they say the same of it. */
function connectionsOf(commands: readonly Registered[]): Connection[] {
    const connections = commands.map(command => {
        const connection = mapAt(command.props, "connection");
        return { ...nodeOf(command), host: textAt(connection, "host") ?? "", user: textAt(connection, "user") ?? "root", hostKey: textAt(connection, "hostKey") };
    });
    return uniqueBy(connections, ({ where, user, hostKey }) => JSON.stringify([where, user, hostKey]));
}

function uniqueBy<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
    return [...new Map(items.map(item => [keyOf(item), item])).values()];
}
