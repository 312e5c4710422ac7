import type { Instance, Model, Service } from "../../config/model";
import type { Problem } from "../../config/problem";
import { workers } from "./main-view";
import { mostServers } from "./server-count";

/**
 * Ports that Linux has for connections to one and the same address and port (net.ipv4.ip_local_port_range, 32768 to
 * 60999): a proxy can't have more connections than this to one instance, whatever nginx is told.
 */
export const portsToOneInstance = 28_232;

/**
 * What nginx takes as it is and can't make full use of: nothing fails, and some of what the stack file says has no
 * effect. What can't work at all is refused by the validator.
 */
export function capacityAdvice(model: Model): Problem[] {
    return [...idleConnections(model), ...model.services.flatMap(service => [...churn(model, service), ...attempts(model, service), ...bounds(model, service)])];
}

/** Idle connections to instances are no client's: nginx ends none of them early to make room. */
function idleConnections({ services, nginx }: Model): Problem[] {
    const idle = services.reduce((sum, { keepalive }) => sum + keepalive, 0);
    return idle < nginx.workerConnections ? [] : [{
        path: "nginx.workerConnections",
        found: `${nginx.workerConnections}, with up to ${idle} idle connections to the instances of ${services.length} services`,
        allowed: "more than all services keep idle, or a worker may have none left for clients",
        fix: `Raise it to ${2 * idle}, or lower \`keepalive\`, of all services in \`defaults.keepalive\`.`,
    }];
}

/** A request to an instance without an idle connection opens one, and ends another's. */
function churn(model: Model, service: Service): Problem[] {
    const servers = mostServers(model, service);
    return service.keepalive >= servers ? [] : [{
        path: `services.${service.name}.keepalive`,
        found: `${service.keepalive}, with up to ${servers} instances`,
        allowed: "at least one idle connection for each instance, or most requests wait for a new one",
        fix: `Raise it to ${2 * servers} or more.`,
    }];
}

/** nginx asks no instance twice for one request. */
function attempts(model: Model, service: Service): Problem[] {
    const servers = fewestServers(model, service);
    const { attempts: wanted } = service.retries;
    return wanted <= servers ? [] : [{
        path: `services.${service.name}.retries.attempts`,
        found: `${wanted}, with ${servers === 1 ? "1 instance" : `${servers} instances`}`,
        allowed: "at most one attempt for each instance, backups included: none is asked twice",
        fix: "Set it to `auto`, or have more instances.",
    }];
}

function fewestServers({ target }: Model, { instances, backup, pods }: Service): number {
    if (pods !== null && target.kind === "kubernetes" && target.endpoints === "pods") {
        return (pods.autoscaling?.min ?? pods.replicas) + pods.backups;
    }
    return instances.length + backup.length;
}

function bounds(model: Model, service: Service): Problem[] {
    const bounded = service.instances.flatMap(({ maxConnections }) => maxConnections ?? []);
    const most = Math.max(0, ...bounded);
    const path = `services.${service.name}.maxConnections`;
    if (most > portsToOneInstance) {
        const fix = `Set it to ${portsToOneInstance} at most, or to \`off\`.`;
        return [{ path, found: `${most} to one instance`, allowed: `at most ${portsToOneInstance}, the ports that a proxy has for one instance`, fix }];
    }
    return beyondWorkers(model, service, path);
}

/** Each connection to an instance is one of a worker's, and its client's is another. */
function beyondWorkers(model: Model, service: Service, path: string): Problem[] {
    const processes = workers(model);
    const wanted = boundOf(model, service);
    if (processes === "auto" || wanted === undefined) {
        return [];
    }
    const room = processes * Math.floor(model.nginx.workerConnections / 2);
    return wanted <= room ? [] : [{
        path,
        found: `${wanted} to all instances together`,
        allowed: `at most ${room}: what the ${processes} workers of a proxy open, half of their connections being clients'`,
        fix: `Raise \`nginx.workerConnections\` to ${2 * Math.ceil(wanted / processes)}, or lower it.`,
    }];
}

/** Connections to all instances of a service at once; undefined where one of them has no bound. */
function boundOf(model: Model, { instances, pods }: Service): number | undefined {
    const each = instances.map(({ maxConnections }: Instance) => maxConnections);
    const [first = null] = each;
    if (each.includes(null) || first === null) {
        return undefined;
    }
    return pods === null ? each.reduce<number>((sum, bound) => sum + (bound ?? 0), 0) : first * (pods.autoscaling?.max ?? pods.replicas);
}
