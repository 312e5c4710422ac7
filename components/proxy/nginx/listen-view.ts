import type { Model } from "../../config/model";
import type { Printed } from "../printed";
import { bracketed } from "./names";
import { quote } from "./quote";
import { supports } from "./versions";

/** Which of the site's servers there are, and where each one listens. */
export interface Listeners {
    /** Takes requests for names that are not the site's; null when it answers to any. */
    readonly strangers: ListenView | null;
    /** Leads plain HTTP to HTTPS; null without TLS. */
    readonly redirect: ListenView | null;
    readonly main: ListenView;
}

export interface ListenView {
    readonly listens: readonly Printed[];
}

export function listeners(model: Model): Listeners {
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
