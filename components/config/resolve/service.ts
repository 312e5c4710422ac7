import { nearestGiven } from "../inherit";
import type { Instance, Service } from "../model";
import { failoverSettings, healthSettings, retriesSettings, servicePolicy } from "../settings/service-policy";
import { backupPodsName, backupSlotNames, podsName, slotNames } from "../slots";
import { ms } from "../units";
import type { CompleteService, CompleteStack } from "./complete-stack";
import { resolveContainer, resolveMetrics } from "./container";
import { byText } from "./order";
import { fewestPods, resolvePods } from "./pods";
import { resolveRoutes } from "./route";

/** `evenkeel:services` in the order of their names, each with what it inherits. */
export function resolveServices(stack: CompleteStack): Service[] {
    const routes = resolveRoutes(stack);
    return stack.services
        .map(({ name, value }) => ({ name, routes: routes.get(name) ?? [], ...resolveService(name, value, stack) }))
        .sort((a, b) => byText(a.name, b.name));
}

type Slots = (count: number) => string[];
type Levels = readonly [CompleteService, CompleteStack["defaults"]];

function resolveService(name: string, service: CompleteService, stack: CompleteStack): Omit<Service, "name" | "routes"> {
    const { defaults } = stack;
    const slots = slotsOn(stack, name);
    const instances = resolveInstances(service.instances, slots.instances, service, defaults);
    const backup = resolveInstances(service.backup ?? 0, slots.backup, service, defaults);
    const pods = stack.target === "kubernetes" ? resolvePods(name, service, stack) : null;
    const everyOne = pods === null ? instances.length : fewestPods(pods);
    return {
        balance: nearestGiven(servicePolicy.balance, service.balance, defaults.balance),
        instances,
        backup,
        health: resolveHealth(service.health, defaults.health),
        failover: resolveFailover(service.failover, defaults.failover),
        retries: resolveRetries(service.retries, defaults.retries, everyOne + (backup.length > 0 ? 1 : 0)),
        keepalive: nearestGiven(servicePolicy.keepalive, service.keepalive, defaults.keepalive),
        container: stack.target === "host" ? null : resolveContainer(service, defaults.health),
        metrics: resolveMetrics(service, stack),
        pods,
    };
}

/** The addresses of instances that are started for the user. On kubernetes one stands for all of them. */
function slotsOn({ target, site, kubernetes }: CompleteStack, name: string): Readonly<Record<"instances" | "backup", Slots>> {
    if (target === "kubernetes") {
        const { endpoints } = kubernetes;
        return {
            instances: () => [podsName(site.name, name, endpoints)],
            backup: (count) => (count > 0 ? [backupPodsName(site.name, name, endpoints)] : []),
        };
    }
    return { instances: (count) => slotNames(name, count), backup: (count) => backupSlotNames(name, count) };
}

/** Where instances are counted, each has its slot for an address; their order is that of the slots. */
function resolveInstances(given: CompleteService["instances"], slots: Slots, ...[service, defaults]: Levels): Instance[] {
    if (typeof given === "number") {
        const maxConnections = nearestGiven(servicePolicy.maxConnections, service.maxConnections, defaults.maxConnections);
        return slots(given).map((address) => ({ address, port: service.port ?? 0, weight: 1, maxConnections }));
    }
    return given
        .map((entry) => ({
            address: entry.address,
            port: entry.port ?? service.port ?? 0,
            weight: entry.weight,
            maxConnections: nearestGiven(servicePolicy.maxConnections, entry.maxConnections, service.maxConnections, defaults.maxConnections),
        }))
        .sort((a, b) => byText(a.address, b.address) || a.port - b.port);
}

function resolveHealth(own: CompleteService["health"], shared: CompleteService["health"]): Service["health"] {
    const interval = nearestGiven(healthSettings.interval, own.interval, shared.interval);
    return {
        path: nearestGiven(healthSettings.path, own.path, shared.path),
        interval,
        timeout: nearestGiven(healthSettings.timeout, own.timeout, shared.timeout) ?? ms(Math.min(1000, Math.floor(interval / 2))),
        rise: nearestGiven(healthSettings.rise, own.rise, shared.rise),
        fall: nearestGiven(healthSettings.fall, own.fall, shared.fall),
    };
}

function resolveFailover(own: CompleteService["failover"], shared: CompleteService["failover"]): Service["failover"] {
    return {
        maxFails: nearestGiven(failoverSettings.maxFails, own.maxFails, shared.maxFails),
        failTimeout: nearestGiven(failoverSettings.failTimeout, own.failTimeout, shared.failTimeout),
    };
}

function resolveRetries(own: CompleteService["retries"], shared: CompleteService["retries"], everyOne: number): Service["retries"] {
    return {
        attempts: nearestGiven(retriesSettings.attempts, own.attempts, shared.attempts) ?? everyOne,
        nonIdempotent: nearestGiven(retriesSettings.nonIdempotent, own.nonIdempotent, shared.nonIdempotent),
    };
}
