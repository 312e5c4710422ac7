import type { Model, Route } from "../../config/model";
import type { Printed } from "../printed";
import { rate, seconds, size, wholeSeconds } from "./measures";
import { bracketed, routeFile, routeZone } from "./names";
import { geoNetworks } from "./networks";
import { quote, word } from "./quote";
import { routeView, type LimitView, type RouteView } from "./route-view";
import { hstsValue, httpsUrl } from "./tls-view";
import { hasFallback } from "./upstream-view";
import { supports } from "./versions";

/** What the site's file says. */
export interface SiteView {
    readonly name: Printed;
    readonly names: Printed;
    readonly websockets: boolean;
    readonly fallbacks: boolean;
    readonly hsts: Printed | null;
    readonly trustedProxies: readonly Printed[] | null;
    readonly tls: boolean;
    readonly httpsUrl: Printed;
    readonly maintenance: MaintenanceView | null;
    readonly unavailable: Printed;
    readonly retryAfter: number;
    readonly zones: readonly ZoneView[];
    readonly caches: readonly CacheFolderView[];
    readonly json: boolean;
    /** Takes requests for names that are not the site's; null when it answers to any. */
    readonly strangers: ListenView | null;
    readonly redirect: ListenView | null;
    readonly main: ListenView;
    readonly staticFiles: StaticFilesView | null;
    readonly routes: readonly RouteView[];
    readonly rootMissing: boolean;
}

export interface MaintenanceView {
    readonly allow: readonly Printed[];
}
export interface ZoneView {
    readonly zone: Printed;
    readonly rate: Printed;
}
export interface ListenView {
    readonly listens: readonly Printed[];
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

export function siteView(model: Model): SiteView {
    const { name, site, services, tls } = model;
    const routes = services.flatMap((service) => service.routes);
    return {
        name: word(name),
        names: site.hosts.length === 0 ? word("_") : quote("hosts", site.hosts.map(bracketed).join(" ")),
        websockets: routes.some(({ websocket }) => websocket !== null),
        fallbacks: services.some(hasFallback),
        hsts: hstsValue(tls),
        trustedProxies: site.trustedProxies.length === 0 ? null : geoNetworks(site.trustedProxies),
        tls: tls.mode !== "off",
        httpsUrl: httpsUrl(site.httpsPort),
        maintenance: site.maintenance === null ? null : { allow: geoNetworks(site.maintenance.allow) },
        unavailable: quote("text", inJson(site.maintenance?.message ?? "The service is not available. Try again in a moment.")),
        retryAfter: site.maintenance === null ? 1 : wholeSeconds(site.maintenance.retryAfter),
        zones: zones(model, routes),
        caches: routes.flatMap((route) => cacheFolder(model, route)),
        json: site.logging.access === "json",
        ...listeners(model),
        staticFiles: staticFiles(model),
        routes: services.flatMap((service) => service.routes.map((route) => routeView(model, service, route))),
        rootMissing: !routes.some(({ path }) => path === "/") && site.staticFiles?.path !== "/",
    };
}

function listeners(model: Model): Pick<SiteView, "strangers" | "redirect" | "main"> {
    const anyName = model.site.hosts.length === 0;
    const http = listens(model, "http", anyName);
    if (model.tls.mode === "off") {
        return { strangers: anyName ? null : { listens: listens(model, "http", true) }, redirect: null, main: { listens: http } };
    }
    return {
        strangers: anyName ? null : { listens: [...listens(model, "http", true), ...listens(model, "https", true)] },
        redirect: { listens: http },
        main: { listens: listens(model, "https", anyName) },
    };
}

/** The queue of connections that wait to be taken can be given once for each address: its default server has it. */
function listens({ site, nginx }: Model, scheme: "http" | "https", isDefault: boolean): Printed[] {
    const addresses = site.listen === null ? ["", "[::]:"] : [`${bracketed(site.listen)}:`];
    const port = scheme === "http" ? site.httpPort : site.httpsPort;
    const tls = scheme === "http" ? "" : supports(nginx.version, "http2Directive") ? " ssl" : " ssl http2";
    return addresses.map((address) => quote("listen", `${address}${port}${tls}${isDefault ? " default_server backlog=4096" : ""}`));
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
        inactive: seconds(route.cache.ttl),
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
