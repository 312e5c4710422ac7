import { defaulted, optional } from "../setting";
import { network, ipAddress } from "../types/address";
import { choice } from "../types/choice";
import { dictionary } from "../types/dictionary";
import { directory } from "../types/directory";
import { group } from "../types/group";
import { headerName, headerValue, mediaType, message } from "../types/headers";
import { list } from "../types/list";
import { duration, size } from "../types/measure";
import { name, siteName } from "../types/names";
import { integer } from "../types/scalar";
import { switchable } from "../types/switchable";
import { prefix } from "../types/web-path";
import { nginxModule } from "./links";
import { rateLimit } from "./rate-limit";
import { onHosts } from "./targets";

const same = (value: string): string => value;

const staticFiles = group({
    path: defaulted(prefix, "/static", {
        ...onHosts,
        doc: "Path prefix under which the files are served.",
        link: nginxModule("core", "location"),
    }),
    root: defaulted(directory, "/var/www/static", {
        ...onHosts,
        doc: "Directory on the host whose files stand below the prefix.",
        link: nginxModule("core", "alias"),
    }),
    expires: defaulted(duration({ from: "0s", to: "1y", wholeSeconds: true }), "1h", {
        ...onHosts,
        doc: "How long clients may keep a file without asking again.",
        link: nginxModule("headers", "expires"),
    }),
});

const maintenance = group({
    message: defaulted(message, "The service is under maintenance and will be back soon.", {
        doc: "What clients are told while the site answers 503.",
    }),
    retryAfter: defaulted(duration({ from: "1s", to: "1w", wholeSeconds: true }), "5m", {
        doc: "When clients are told to come back (Retry-After).",
    }),
    allow: defaulted(list(network, "addresses and networks", { identity: same }), [], {
        doc: "Clients that reach the services all the same.",
    }),
});

const logging = group({
    access: defaulted(choice(["json", "combined", "off"]), "json", {
        doc: "Form of the access log; json has the instance, timings and request id of every request.",
        link: nginxModule("log", "access_log"),
    }),
    errorLevel: defaulted(choice(["debug", "info", "notice", "warn", "error", "crit"]), "warn", {
        doc: "Least severity that the error log keeps.",
        link: "https://nginx.org/en/docs/ngx_core_module.html#error_log",
    }),
});

/** Everything worth compressing that is not compressed by its own nature. */
const compressible = [
    "application/javascript", "application/json", "application/manifest+json", "application/xml",
    "image/svg+xml", "text/css", "text/csv", "text/javascript", "text/plain", "text/xml",
];

const compression = group({
    level: defaulted(integer(1, 9), 1, {
        doc: "Effort: every step above 1 costs much CPU for few bytes.",
        link: nginxModule("gzip", "gzip_comp_level"),
    }),
    minLength: defaulted(size("20b", "1m"), "1k", {
        doc: "Smaller answers are sent as they are.",
        link: nginxModule("gzip", "gzip_min_length"),
    }),
    types: defaulted(list(mediaType, "media types", { identity: same, most: 100 }), compressible, {
        doc: "Media types that are compressed, besides text/html.",
        link: nginxModule("gzip", "gzip_types"),
    }),
});

/** `evenkeel:site`: what clients see of the load balancer as a whole. */
export const site = group({
    name: defaulted(name(["default", "nginx"]), "evenkeel", {
        doc: "Names the site file, the directory below /opt and everything that the stack has on its target.",
    }),
    hosts: defaulted(list(siteName, "host names", { identity: same, most: 1000 }), [], {
        doc: "Names that the site answers to, the main one first; any name when the list is empty.",
        link: nginxModule("core", "server_name"),
    }),
    http: defaulted(integer(1, 65535), 80, { doc: "Port for HTTP." }),
    https: defaulted(integer(1, 65535), 443, { doc: "Port for HTTPS, used when TLS is on." }),
    listen: optional(ipAddress, "all addresses", {
        targets: ["host", "docker"],
        instead: "Remove it: `kubernetes.expose` says how clients get to the proxy, which has an address in the cluster.",
        doc: "The one address that the ports are opened on; on docker one of the engine's machine.",
        link: nginxModule("core", "listen"),
    }),
    rateLimit: defaulted(switchable(rateLimit(300), { rate: 300, burst: 2000 }), { rate: 300, burst: 2000 }, {
        doc: "Requests that one client address may make before it gets 429.",
        link: nginxModule("limit_req", "limit_req_zone"),
    }),
    headers: defaulted(dictionary(headerName, switchable(headerValue), "header names to values (or off)"), {}, {
        doc: "Headers that every answer carries, errors included, added to the built-in security headers; `off` leaves a built-in one out.",
        link: nginxModule("headers", "add_header"),
    }),
    trustedProxies: defaulted(list(network, "addresses and networks", { identity: same }), [], {
        doc: "Proxies in front of this one whose X-Forwarded-For is believed.",
        link: nginxModule("realip", "set_real_ip_from"),
    }),
    operators: defaulted(list(network, "addresses and networks", { identity: same, least: 1 }), ["127.0.0.1", "::1"], {
        doc: "Who may read /nginx_status and reach the operator paths.",
    }),
    operatorPaths: defaulted(list(prefix, "path prefixes", { identity: same, most: 100 }), ["/monitoring", "/backup"], {
        doc: "Paths that only operators reach, on whichever service they lead to; a route opens one with an `allow` of its own.",
    }),
    static: optional(switchable(staticFiles), "no static files", {
        ...onHosts,
        instead: "Remove it, and serve the files from a service of their own: the container of the proxy has no files of yours.",
        doc: "Files that the proxy serves itself.",
    }),
    maintenance: defaulted(switchable(maintenance, {}), "off", { doc: "Answers 503 to everybody but the allowed clients." }),
    logging: defaulted(logging, {}, { doc: "What is logged." }),
    compression: defaulted(switchable(compression, {}), "on", {
        doc: "Compresses answers for clients that accept it.",
        link: nginxModule("gzip", "gzip"),
        formerly: { name: "GZIP_COMPRESSION", value: "on", now: "on" },
    }),
    drain: defaulted(duration({ from: "1s", to: "1h", wholeSeconds: true }), "30s", {
        doc: "How long a stopping worker or instance may finish the requests it has begun.",
        link: "https://nginx.org/en/docs/ngx_core_module.html#worker_shutdown_timeout",
    }),
});
