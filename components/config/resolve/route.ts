import { nearestGiven } from "../inherit";
import type { Route } from "../model";
import { covers, isOwnPath } from "../route-path";
import { inherited } from "../setting";
import { routePolicy, timeoutSettings } from "../settings/route-policy";
import type { CompleteService, CompleteStack } from "./complete-stack";
import { byText, sorted } from "./order";
import { resolveRateLimit } from "./rate-limit";

type Entry = CompleteService["routes"][number];

/** Every service's routes, by the service's name: its own, and the operators' paths that lead to it. */
export function resolveRoutes(stack: CompleteStack): Map<string, Route[]> {
    const routes = new Map(stack.services.map(({ name, value }) => [name, ownRoutes(value, stack)]));
    const services = [...routes.values()];
    for (const path of stack.site.operatorPaths) {
        addOperatorRoute(path, services, services, stack.site.operators);
    }
    for (const { name, value } of stack.services) {
        for (const path of metricsPaths(value, stack)) {
            addOperatorRoute(path, services, [routes.get(name) ?? []], stack.site.operators);
        }
    }
    for (const list of routes.values()) {
        list.sort((a, b) => byText(a.path, b.path));
    }
    return routes;
}

function ownRoutes(service: CompleteService, stack: CompleteStack): Route[] {
    return service.routes.map((entry) => {
        const route = resolveRoute(entry, service, stack.defaults);
        if (entry.allow !== inherited) {
            return route;
        }
        const operators = [...stack.site.operatorPaths, ...metricsPaths(service, stack)];
        const closed = operators.some((path) => covers(path, entry.path));
        return closed ? { ...route, allow: sorted(stack.site.operators) } : { ...route, closedBelow: route.stripPrefix ? sorted(operators) : [] };
    });
}

/** Where clients could read what a service tells of itself; none where the site's operator paths close it already. */
function metricsPaths({ metrics }: CompleteService, { site }: CompleteStack): readonly string[] {
    const path = metrics?.path.replace(/(?<=.)\/$/, "") ?? "/";
    return path === "/" || isOwnPath(path) || site.operatorPaths.some((operatorPath) => covers(operatorPath, path)) ? [] : [path];
}

/**
 * An operators' path that is no route yet becomes one, with the values of the route it lies in.
 *
 * @param whose the services that the path is about, by their routes.
 */
function addOperatorRoute(path: string, services: readonly Route[][], whose: readonly Route[][], operators: readonly string[]): void {
    const candidates = services.flatMap((routes) => routes.map((route) => ({ routes, route })));
    const owner = candidates
        .filter(({ route }) => covers(route.path, path))
        .sort((a, b) => b.route.path.length - a.route.path.length)[0];
    if (owner !== undefined && owner.route.path !== path && whose.includes(owner.routes) && !owner.route.stripPrefix) {
        owner.routes.push({ ...owner.route, path, allow: sorted(operators) });
    }
}

function resolveRoute(entry: Entry, service: CompleteService, defaults: CompleteStack["defaults"]): Route {
    const rateLimit = nearestGiven(routePolicy.rateLimit, entry.rateLimit, service.rateLimit, defaults.rateLimit);
    const allow = nearestGiven(routePolicy.allow, entry.allow, service.allow, defaults.allow);
    return {
        path: entry.path,
        stripPrefix: entry.path !== "/" && nearestGiven(routePolicy.stripPrefix, entry.stripPrefix, service.stripPrefix, defaults.stripPrefix),
        closedBelow: [],
        timeouts: resolveTimeouts(entry.timeouts, service.timeouts, defaults.timeouts),
        websocket: nearestGiven(routePolicy.websocket, entry.websocket, service.websocket, defaults.websocket),
        cache: nearestGiven(routePolicy.cache, entry.cache, service.cache, defaults.cache),
        rateLimit: resolveRateLimit(rateLimit),
        allow: sorted(allow),
        maxBody: nearestGiven(routePolicy.maxBody, entry.maxBody, service.maxBody, defaults.maxBody),
        buffering: nearestGiven(routePolicy.buffering, entry.buffering, service.buffering, defaults.buffering),
    };
}

function resolveTimeouts(...levels: readonly Entry["timeouts"][]): Route["timeouts"] {
    return {
        connect: nearestGiven(timeoutSettings.connect, ...levels.map((level) => level.connect)),
        send: nearestGiven(timeoutSettings.send, ...levels.map((level) => level.send)),
        read: nearestGiven(timeoutSettings.read, ...levels.map((level) => level.read)),
    };
}
