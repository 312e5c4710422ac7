import type { Model, RateLimit, Route, Service } from "../../config/model";
import type { Printed } from "../printed";
import { seconds } from "./measures";
import { fallbackName, routeInclude, routeLocation, routeZone, upstreamName } from "./names";
import { networks } from "./networks";
import { attempts, differences, retryFor, type DirectiveView, type Passing } from "./passing-view";
import { quote, word } from "./quote";
import { hasFallback } from "./upstream-view";

/** One path prefix of one service: its file of settings, and where it sends requests on to. */
export interface RouteView {
    readonly path: Printed;
    readonly service: Printed;
    readonly include: Printed;
    readonly upstream: Printed;
    readonly strip: boolean;
    /** What operators alone reach of the paths below; null: there is nothing of the kind. */
    readonly closed: Printed | null;
    readonly maintenance: boolean;
    readonly gate: GateView;
    readonly settings: readonly DirectiveView[];
    readonly cache: CacheView | null;
    /** The detour of requests that ask for a WebSocket. */
    readonly websocket: Printed | null;
    /** The detour of requests for which no instance is left. */
    readonly fallback: Printed | null;
    readonly detours: readonly DetourView[];
    readonly hasDetours: boolean;
}

/** Who may come in, and how often. */
export interface GateView {
    readonly allow: readonly Printed[];
    readonly limits: readonly LimitView[];
}

export interface LimitView {
    readonly zone: Printed;
    readonly burst: number;
}

export interface CacheView {
    readonly zone: Printed;
    readonly ttl: Printed;
}

/** A location that requests reach only from an entrance. */
export interface DetourView {
    readonly location: Printed;
    readonly upstream: Printed;
    /** Takes the prefix away; its only group is the rest of the path. null: the path is passed on as it is. */
    readonly pattern: Printed | null;
    readonly upgrade: boolean;
    readonly lastResort: boolean;
    /** null: the entrance has done it. */
    readonly gate: GateView | null;
    readonly fallback: Printed | null;
    readonly settings: readonly DirectiveView[];
}

export function routeView(model: Model, service: Service, route: Route): RouteView {
    const hasWebsocket = route.websocket !== null;
    const detours = [...fallbackDetour(model, service, route), ...websocketDetours(model, service, route)];
    return {
        path: quote("location", route.path),
        service: quote("name", service.name),
        include: routeInclude(route),
        upstream: upstreamName(service),
        strip: strips(route),
        closed: closed(route),
        maintenance: model.site.maintenance !== null,
        gate: gate(model, route),
        settings: differences(passing(model, service, route)),
        cache: route.cache === null ? null : { zone: routeZone("cache", route), ttl: seconds(route.cache.ttl) },
        websocket: hasWebsocket ? routeLocation("websocket", route) : null,
        fallback: hasFallback(model, service) ? routeLocation("fallback", route) : null,
        detours,
        hasDetours: detours.length > 0,
    };
}

function fallbackDetour(model: Model, service: Service, route: Route): DetourView[] {
    if (!hasFallback(model, service)) {
        return [];
    }
    const location = routeLocation("fallback", route);
    const settings = differences(passing(model, service, route));
    return [{ ...detour(service, route), location, upstream: fallbackName(service), lastResort: true, settings }];
}

/** An upgrade is seen before the entrance has asked who comes in: the first of these asks again. */
function websocketDetours(model: Model, service: Service, route: Route): DetourView[] {
    if (route.websocket === null) {
        return [];
    }
    const timeouts = { ...route.timeouts, send: route.websocket, read: route.websocket };
    const upgrade = { ...detour(service, route), upgrade: true, settings: differences({ ...passing(model, service, route), timeouts }) };
    const location = routeLocation("websocket", route);
    const fallback = routeLocation("websocket_fallback", route);
    const first = { ...upgrade, location, gate: gate(model, route) };
    if (!hasFallback(model, service)) {
        return [first];
    }
    return [{ ...first, fallback }, { ...upgrade, location: fallback, upstream: fallbackName(service), lastResort: true }];
}

function detour(service: Service, route: Route): Omit<DetourView, "location" | "settings"> {
    return {
        upstream: upstreamName(service),
        pattern: strips(route) ? quote("pattern", `(?s)^${escaped(route.path)}/?(.*)$`) : null,
        upgrade: false,
        lastResort: false,
        gate: null,
        fallback: null,
    };
}

function passing(model: Model, service: Service, route: Route): Passing {
    return {
        timeouts: route.timeouts,
        retryFor: retryFor(route.timeouts),
        nonIdempotent: service.retries.nonIdempotent,
        attempts: attempts(model, service),
        buffering: route.buffering,
        maxBody: route.maxBody,
    };
}

/** Each path as it stands and what is below it. */
function closed({ path, closedBelow }: Route): Printed | null {
    return closedBelow.length === 0 ? null : quote("below", `^${escaped(path)}(?:${closedBelow.map(escaped).join("|")})(?![^/])`);
}

function escaped(path: string): string {
    return path.replaceAll(".", "[.]");
}

/** Taking `/` away from the front of a path leaves the path. */
function strips(route: Route): boolean {
    return route.stripPrefix && route.path !== "/";
}

function gate(model: Model, route: Route): GateView {
    return {
        allow: networks(route.allow),
        limits: [...limit(word("evenkeel_clients"), model.site.rateLimit), ...limit(routeZone("rate", route), route.rateLimit)],
    };
}

function limit(zone: Printed, rateLimit: RateLimit | null): LimitView[] {
    return rateLimit === null ? [] : [{ zone, burst: rateLimit.burst }];
}
