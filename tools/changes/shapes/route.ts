import type { Buffering, Cache, Route, Service, Timeouts } from "../../../components/config/model";
import { covers } from "../../../components/config/route-path";
import { change, risking, weights, type Change, type Place, type Subject } from "../change";
import { paired, words } from "../collections";
import { list } from "../formats";
import { fields, orNone, ownName } from "../shape";
import { admitted, guarding } from "./guards";
import { rateLimit } from "./site";
import { duration, number, size, yesOrNo } from "./values";

const timeouts = fields<Timeouts>({ connect: duration, send: duration, read: duration });
const cache = fields<Cache>({ ttl: duration, maxSize: size });
const buffering = fields<Buffering>({ size, count: number });

const routeLimit = guarding("The route has no rate limit but the site's, if there is one.", orNone(rateLimit));

const route = fields<Route>({
    path: ownName,
    stripPrefix: yesOrNo,
    closedBelow: words(),
    timeouts,
    websocket: orNone(duration),
    cache: orNone(cache),
    rateLimit: routeLimit,
    allow: admitted("all", "use the route"),
    maxBody: size,
    buffering: orNone(buffering),
});

type Services = readonly Service[];

/** Where each side's requests go, so that a route that moves is told from one that goes. */
export interface Sides {
    readonly before: Services;
    readonly after: Services;
}

export function routeChanges(before: Service, after: Service, at: Place, sides: Sides): Change[] {
    return paired(before.routes, after.routes, at, {
        name: ({ path }) => path,
        come: ({ path }) => [routeAdded(after.name, path, at, sides)],
        go: ({ path }) => routesGone([path], at, sides),
        both: (old, now) => route.changes(old, now, { subject: routeOf(before, after, now), path: "" }),
    });
}

function routeAdded(service: string, path: string, at: Place, { before }: Sides): Change {
    const owner = ownerOf(path, before);
    return change(at, `new route ${path}${owner === undefined || owner.name === service ? "" : `, which goes to ${owner.name} so far`}`, weights.added);
}

/** Somebody else's route may cover them. */
export function routesGone(paths: readonly string[], at: Place, sides: Sides): Change[] {
    return paths.flatMap(path => risking(fateOf([path], sides), [change(at, `route ${path} removed`)]));
}

/** What clients of paths get that their service has no more. */
export function fateOf(paths: readonly string[], { after }: Sides): string {
    const lost = paths.filter(path => ownerOf(path, after) === undefined);
    const moved = paths.flatMap(path => {
        const owner = ownerOf(path, after);
        return owner === undefined ? [] : [`Clients of ${path} reach ${owner.name}.`];
    });
    return [...(lost.length === 0 ? [] : [`Clients of ${list(lost)} get 404.`]), ...moved].join(" ");
}

/** The service whose route is the longest that covers a path. */
function ownerOf(path: string, services: Services): Service | undefined {
    const candidates = services.flatMap(service => service.routes.filter(route => covers(route.path, path)).map(route => ({ service, length: route.path.length })));
    return candidates.toSorted((a, b) => b.length - a.length)[0]?.service;
}

/** The only route of a service needs no name of its own. */
function routeOf(before: Service, after: Service, { path }: Route): Subject {
    const isOnly = before.routes.length === 1 && after.routes.length === 1;
    return { kind: "route", name: isOnly ? after.name : `${after.name} ${path}` };
}
