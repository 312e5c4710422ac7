import { nearestGiven } from "../inherit";
import type { Instance, Service } from "../model";
import { failoverSettings, healthSettings, retriesSettings, servicePolicy } from "../settings/service-policy";
import { backupSlotNames, slotNames } from "../slots";
import { ms } from "../units";
import type { CompleteService, CompleteStack } from "./complete-stack";
import { resolveContainer, resolveMetrics } from "./container";
import { byText } from "./order";
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
    const instances = resolveInstances(service.instances, (count) => slotNames(name, count), service, defaults);
    const backup = resolveInstances(service.backup ?? 0, (count) => backupSlotNames(name, count), service, defaults);
    const container = stack.target === "docker" ? resolveContainer(service, defaults.health) : null;
    return {
        balance: nearestGiven(servicePolicy.balance, service.balance, defaults.balance),
        instances,
        backup,
        health: resolveHealth(service.health, defaults.health),
        failover: resolveFailover(service.failover, defaults.failover),
        retries: resolveRetries(service.retries, defaults.retries, instances.length + (backup.length > 0 ? 1 : 0)),
        keepalive: nearestGiven(servicePolicy.keepalive, service.keepalive, defaults.keepalive),
        container,
        metrics: resolveMetrics(service, stack),
        pods: null,
    };
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
