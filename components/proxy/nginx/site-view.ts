import type { Maintenance, Milliseconds, Model, Route, Service } from "../../config/model";
import type { Printed } from "../printed";
import { listeners, type Listeners } from "./listen-view";
import { rate, seconds, size, wholeSeconds } from "./measures";
import { bracketed, routeFile, routeInclude, routeZone } from "./names";
import { geoNetworks } from "./networks";
import { quote, word } from "./quote";
import type { LimitView } from "./route-view";
import { clientScheme, hstsValue, httpsUrl } from "./tls-view";
import { hasFallback } from "./upstream-view";

/** What the site's file says. */
export interface SiteView extends Listeners {
    readonly name: Printed;
    readonly names: readonly Printed[];
    /** The variable that holds the address of the instance that answered. */
    readonly answeredBy: Printed;
    /** Where the proxy is asked about itself; null: on loopback, by any of its servers. */
    readonly control: Printed | null;
    readonly websockets: boolean;
    readonly fallbacks: boolean;
    readonly hsts: Printed | null;
    readonly scheme: Printed;
    readonly trustedProxies: readonly Printed[] | null;
    /** Where routes are closed below a prefix that is removed. */
    readonly operators: readonly Printed[] | null;
    readonly tls: boolean;
    readonly httpsUrl: Printed;
    readonly maintenance: MaintenanceView | null;
    readonly zones: readonly ZoneView[];
    readonly caches: readonly CacheFolderView[];
    readonly json: boolean;
    readonly measured: boolean;
    readonly staticFiles: StaticFilesView | null;
    readonly services: readonly ServiceView[];
    readonly rootMissing: boolean;
    readonly detours: boolean;
}

/** What leads to one service. */
export interface ServiceView {
    readonly service: Printed;
    readonly entrances: readonly EntranceView[];
}

/** A location with the file of its route; padded, so that the files stand in one column. */
export interface EntranceView {
    readonly match: Printed;
    readonly include: Printed;
}

export interface MaintenanceView {
    readonly allow: readonly Printed[];
    readonly message: Printed;
    readonly retryAfter: number;
}
export interface ZoneView {
    readonly zone: Printed;
    readonly rate: Printed;
}
export interface CacheFolderView {
    readonly folder: Printed;
    readonly zone: Printed;
    readonly maxSize: Printed;
    readonly inactive: Printed;
}

export interface StaticFilesView {
    readonly path: Printed;
    readonly root: Printed;
    readonly expires: Printed;
    readonly limit: LimitView | null;
}

/** An answer that nobody asks for is kept at least this long, for the time when its service fails. */
const staleFor = 3_600_000;

export function siteView(model: Model): SiteView {
    const { name, site, services, tls, paths } = model;
    const routes = services.flatMap((service) => service.routes);
    return {
        name: quote("name", name),
        names: site.hosts.length === 0 ? [word("_")] : site.hosts.map((host) => quote("host", bracketed(host))),
        answeredBy: answeredBy(model),
        control: paths.control === null ? null : quote("socket", `unix:${paths.control}`),
        websockets: routes.some(({ websocket }) => websocket !== null),
        fallbacks: services.some((service) => hasFallback(model, service)),
        hsts: hstsValue(tls),
        scheme: clientScheme(model),
        trustedProxies: site.trustedProxies.length === 0 ? null : geoNetworks(site.trustedProxies),
        operators: routes.some(({ closedBelow }) => closedBelow.length > 0) ? geoNetworks(site.operators) : null,
        tls: tls.mode !== "off",
        httpsUrl: httpsUrl(site.httpsPort),
        maintenance: site.maintenance === null ? null : maintenance(site.maintenance),
        zones: zones(model, routes),
        caches: routes.flatMap((route) => cacheFolder(model, route)),
        json: site.logging.access === "json",
        measured: model.monitoring !== null,
        ...listeners(model),
        staticFiles: staticFiles(model),
        services: services.map(serviceView),
        rootMissing: !routes.some(({ path }) => path === "/") && site.staticFiles?.path !== "/",
        detours: services.some((service) => hasFallback(model, service)) || routes.some(({ websocket }) => websocket !== null),
    };
}

/** Where instances have names of their own, `slots.conf`, which is written on the target, looks the name up. Pods have none over DNS. */
function answeredBy({ target }: Model): Printed {
    switch (target.kind) {
        case "host":
        case "kubernetes":
            return quote("phrase", "$evenkeel_served_by");
        case "docker":
            return quote("phrase", "$evenkeel_answered_by");
    }
}

function serviceView({ name, routes }: Service): ServiceView {
    const entrances = routes.flatMap((route) => locations(route).map((match) => ({ match, include: routeInclude(route) })));
    const widest = Math.max(...entrances.map(({ match }) => match.length));
    return { service: quote("name", name), entrances: entrances.map(({ match, include }) => ({ match: quote("match", match.padEnd(widest)), include })) };
}

/** The path itself and what lies below it: a bare prefix would also take `/embedded` for `/embed`. */
function locations({ path }: Route): string[] {
    return path === "/" ? ["/"] : [`= ${path}`, `  ${path}/`];
}

function maintenance({ allow, message, retryAfter }: Maintenance): MaintenanceView {
    return { allow: geoNetworks(allow), message: quote("text", inJson(message)), retryAfter: wholeSeconds(retryAfter) };
}

function zones({ site }: Model, routes: readonly Route[]): ZoneView[] {
    const forAll = site.rateLimit === null ? [] : [{ zone: word("evenkeel_clients"), rate: rate(site.rateLimit.rate) }];
    const own = routes.flatMap((route) => (route.rateLimit === null ? [] : [{ zone: routeZone("rate", route), rate: rate(route.rateLimit.rate) }]));
    return [...forAll, ...own];
}

function cacheFolder({ paths }: Model, route: Route): CacheFolderView[] {
    if (route.cache === null) {
        return [];
    }
    return [{
        folder: quote("file", `${paths.cache}/${routeFile(route)}`),
        zone: routeZone("cache", route),
        maxSize: size(route.cache.maxSize),
        inactive: seconds(Math.max(route.cache.ttl, staleFor) as Milliseconds),
    }];
}

function staticFiles({ site }: Model): StaticFilesView | null {
    if (site.staticFiles === null) {
        return null;
    }
    const { path, root, expires } = site.staticFiles;
    return {
        path: quote("location", path === "/" ? path : `${path}/`),
        root: quote("file", `${root}/`),
        expires: seconds(expires),
        limit: site.rateLimit === null ? null : { zone: word("evenkeel_clients"), burst: site.rateLimit.burst },
    };
}

/** Text as it stands between the quotes of a JSON string. */
function inJson(text: string): string {
    return JSON.stringify(text).slice(1, -1);
}
