import type { Model } from "../../config/model";
import type { Printed } from "../printed";
import type { RenderedLink } from "../rendered";
import type { Draft } from "../seal";
import { fill, type View } from "../templates";
import { mainView } from "./main-view";
import { snippets } from "./names";
import { passingView, usual, type DirectiveView } from "./passing-view";
import { quote, word } from "./quote";
import { routeView } from "./route-view";
import { serverView } from "./server-view";
import { siteView } from "./site-view";
import { clientScheme, hstsValue, tlsView } from "./tls-view";
import { upstreamView } from "./upstream-view";

/** Every file of nginx but the one with the release's hash. */
export function nginxDrafts(model: Model): Draft[] {
    const routes = model.services.flatMap((service) => service.routes.map((route) => routeView(model, service, route)));
    const detours = routes.flatMap((route) => route.detours);
    const upstreams = model.services.map((service) => upstreamView(model, service));
    const server = serverView(model);
    const tls = tlsView(model);
    return [
        draft("nginx.conf", "nginx.conf", mainView(model)),
        draft("conf.d/upstream.conf", "upstream.conf", { upstreams, fallbacks: upstreams.some(({ fallback }) => fallback !== null) }),
        draft(`sites-available/${quote("name", model.name)}`, "site.conf", siteView(model)),
        snippet("server.conf", server),
        snippet("headers.conf", headersView(model)),
        snippet("errors.conf", {}),
        snippet("proxy.conf", proxyView(model)),
        snippet("mime.types", {}),
        ...(tls === null ? [] : [snippet("tls.conf", tls)]),
        ...(detours.length === 0 ? [] : [snippet("detours.conf", { detours })]),
        ...routes.map((route) => draft(route.include, "route.conf", route)),
    ];
}

export function nginxLinks({ name }: Model): RenderedLink[] {
    return [{ path: `nginx/sites-enabled/${name}`, target: `../sites-available/${name}` }];
}

/** The one file that carries the release's hash, which the running proxy answers with. */
export function releaseDraft(release: string): Draft {
    return draft("conf.d/release.conf", "release.conf", { release: word(release) });
}

/** What `headers.conf` says. */
interface HeadersView {
    readonly headers: readonly { readonly name: Printed; readonly value: Printed }[];
    readonly hsts: boolean;
}

/** What `proxy.conf` says. */
interface ProxyView {
    readonly scheme: Printed;
    readonly websockets: boolean;
    readonly stripped: boolean;
    readonly usual: readonly DirectiveView[];
    readonly hidden: readonly Printed[];
}

function headersView({ site, tls }: Model): HeadersView {
    return {
        headers: site.headers.map(({ name, value }) => ({ name: quote("headerName", name), value: quote("text", value) })),
        hsts: hstsValue(tls) !== null,
    };
}

function proxyView(model: Model): ProxyView {
    const routes = model.services.flatMap((service) => service.routes);
    const own = ["X-Request-ID", "X-Served-By", "X-Cache", "X-Powered-By", "Strict-Transport-Security"];
    return {
        scheme: clientScheme(model),
        websockets: routes.some(({ websocket }) => websocket !== null),
        stripped: routes.some(({ stripPrefix, path }) => stripPrefix && path !== "/"),
        usual: passingView(usual),
        hidden: [...model.site.headers.map(({ name }) => name), ...own].map((name) => quote("headerName", name)),
    };
}

function snippet<T>(name: string, view: View<T>): Draft {
    return draft(`${snippets}/${name}`, name, view);
}

function draft<T>(path: string, template: string, view: View<T>): Draft {
    return { path: `nginx/${path}`, executable: false, content: fill(template, view) };
}
