import type { Compression, Model, Service } from "../../config/model";
import type { Printed } from "../printed";
import { accessLogs } from "./logs";
import { duration, size } from "./measures";
import { upstreamName } from "./names";
import { networks } from "./networks";
import { quote, word } from "./quote";
import { supports } from "./versions";

/** What `server.conf` says for every server of the site. */
export interface ServerView {
    readonly accessLogs: readonly Printed[];
    readonly keepaliveMinTimeout: Printed | null;
    readonly compression: CompressionView | null;
    /** null rather than an empty list, because a section of the file depends on it. */
    readonly trustedProxies: readonly Printed[] | null;
    readonly cached: boolean;
    /** Whether there is a socket to ask the proxy about itself, besides loopback. */
    readonly control: boolean;
    readonly operators: readonly Printed[];
    readonly state: Printed;
    readonly release: Printed;
    readonly probes: readonly ProbeView[];
}

export interface CompressionView {
    readonly level: number;
    readonly minLength: Printed;
    readonly types: readonly Printed[];
}

/** A request that a deployment makes through the proxy to one service. */
export interface ProbeView {
    readonly service: Printed;
    readonly upstream: Printed;
    readonly path: Printed;
    readonly timeout: Printed;
}

export function serverView(model: Model): ServerView {
    const { site, nginx, paths, services, tls } = model;
    return {
        accessLogs: accessLogs(model),
        keepaliveMinTimeout: supports(nginx.version, "keepaliveMinTimeout") ? word("10s") : null,
        compression: site.compression === null ? null : compression(site.compression),
        trustedProxies: site.trustedProxies.length === 0 ? null : networks(site.trustedProxies),
        cached: services.some(({ routes }) => routes.some(({ cache }) => cache !== null)),
        control: paths.control !== null,
        operators: networks(site.operators),
        state: quote("file", paths.state),
        release: quote("phrase", tls.mode === "off" ? "$evenkeel_release" : "$evenkeel_release.$evenkeel_certificate"),
        probes: services.map(probe),
    };
}

function compression({ level, minLength, types }: Compression): CompressionView {
    return { level, minLength: size(minLength), types: types.map((type) => quote("mediaType", type)) };
}

function probe(service: Service): ProbeView {
    return {
        service: quote("name", service.name),
        upstream: upstreamName(service),
        path: quote("location", service.health.path),
        timeout: duration(service.health.timeout),
    };
}
