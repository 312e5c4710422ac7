import type { Balance, Instance, Model, Service } from "../../config/model";
import type { Printed } from "../printed";
import { seconds } from "./measures";
import { addressOf, fallbackName, upstreamName } from "./names";
import { quote, word } from "./quote";
import { followsPods, mostServers } from "./server-count";

/** One `upstream` block. */
export interface UpstreamView {
    readonly service: Printed;
    readonly name: Printed;
    readonly zoneSize: Printed;
    /** null: requests go round in turn. */
    readonly balance: Printed | null;
    readonly keepalive: number;
    readonly servers: readonly ServerView[];
    /** null: nginx never leaves the service without an instance. */
    readonly fallback: FallbackView | null;
}

/** One `server` of an upstream. */
export interface ServerView {
    readonly address: Printed;
    /** null: 1, as nginx has it. */
    readonly weight: number | null;
    readonly maxConnections: number | null;
    readonly maxFails: number;
    readonly failTimeout: Printed;
    readonly backup: boolean;
}

/** The same instances once more, none of which is ever left out. */
export interface FallbackView {
    readonly name: Printed;
}

const methods: Readonly<Record<Balance, string | null>> = {
    round_robin: null,
    least_conn: "least_conn",
    ip_hash: "ip_hash",
    // By address of the page, so that each instance keeps its own share in its caches; adding one moves only few.
    hash: "hash $request_uri consistent",
    random: "random two least_conn",
};

export function upstreamView(model: Model, service: Service): UpstreamView {
    const method = methods[service.balance];
    return {
        service: quote("name", service.name),
        name: upstreamName(service),
        zoneSize: zoneSize(mostServers(model, service)),
        balance: method === null ? null : quote("phrase", method),
        keepalive: service.keepalive,
        servers: [
            ...service.instances.map((instance) => serverView(service, instance, false)),
            ...service.backup.map((instance) => serverView(service, instance, true)),
        ],
        fallback: hasFallback(model, service) ? { name: fallbackName(service) } : null,
    };
}

/**
 * Whether nginx can run out of instances by itself, because requests that fail everywhere took all of them out of
 * rotation. It never takes out a service's only instance. Where the number of connections is bounded there is no
 * fallback, because nginx counts connections for each upstream block apart: a second one would double the bound.
 */
export function hasFallback(model: Model, service: Service): boolean {
    // Of a single pod there are two while it is replaced.
    const several = followsPods(model) || mostServers(model, service) > 1;
    const bounded = [...service.instances, ...service.backup].some(({ maxConnections }) => maxConnections !== null);
    return several && service.failover.maxFails > 0 && !bounded;
}

function serverView(service: Service, instance: Instance, backup: boolean): ServerView {
    return {
        address: addressOf(instance),
        weight: instance.weight === 1 ? null : instance.weight,
        maxConnections: instance.maxConnections,
        maxFails: service.failover.maxFails,
        failTimeout: seconds(service.failover.failTimeout),
        backup,
    };
}

/** One server takes up to a kilobyte of the shared memory, the rest is for nginx's own book-keeping. */
function zoneSize(servers: number): Printed {
    return word(`${64 * Math.ceil((servers + 16) / 64)}k`);
}
