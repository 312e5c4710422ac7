import { defaulted, inheriting } from "../setting";
import { network } from "../types/address";
import { group } from "../types/group";
import { list } from "../types/list";
import { duration, size } from "../types/measure";
import { integer, yesOrNo } from "../types/scalar";
import { switchable, wordOr } from "../types/switchable";
import { nginxModule } from "./links";
import { rateLimit } from "./rate-limit";

const longRunning = { from: "100ms", to: "1d" };

export const timeoutSettings = {
    connect: inheriting(duration({ from: "50ms", to: "1m" }), "1s", {
        doc: "Bound for reaching an instance.",
        link: nginxModule("proxy", "proxy_connect_timeout"),
    }),
    send: inheriting(duration(longRunning), "5s", {
        doc: "Longest pause while a request is sent to an instance.",
        link: nginxModule("proxy", "proxy_send_timeout"),
    }),
    read: inheriting(duration(longRunning), "4s", {
        doc: "Longest wait for an instance to begin or go on with its answer.",
        link: nginxModule("proxy", "proxy_read_timeout"),
    }),
};

const cache = group({
    ttl: defaulted(duration({ from: "1s", to: "1y", wholeSeconds: true }), "1m", {
        doc: "How long an answer is kept that does not say so itself.",
        link: nginxModule("proxy", "proxy_cache_valid"),
    }),
    maxSize: defaulted(size("1m", "1000g"), "100m", {
        doc: "Disk space for kept answers.",
        link: nginxModule("proxy", "proxy_cache_path"),
    }),
});

const buffering = group({
    size: defaulted(size("1k", "1m"), "16k", {
        doc: "Size of one buffer, and the limit of an answer's headers.",
        link: nginxModule("proxy", "proxy_buffer_size"),
    }),
    count: defaulted(integer(4, 1024, "buffers"), 8, {
        doc: "Buffers for one answer.",
        link: nginxModule("proxy", "proxy_buffers"),
    }),
});

const allow = list(network, "addresses and networks", { identity: (value) => value, least: 1 });

/** What a route, its service and `defaults` can all say: the nearest of the three wins. */
export const routePolicy = {
    stripPrefix: inheriting(yesOrNo, false, {
        doc: "Whether the route's prefix is removed before the request is passed on.",
        link: nginxModule("proxy", "proxy_pass"),
    }),
    timeouts: defaulted(group(timeoutSettings), {}, { doc: "How long the proxy waits for an instance." }),
    websocket: inheriting(switchable(duration({ from: "1s", to: "1d" }), "1h"), "on", {
        doc: "Whether connections may be upgraded to WebSocket, and how long one may be silent.",
        link: "https://nginx.org/en/docs/http/websocket.html",
    }),
    cache: inheriting(switchable(cache, {}), "off", {
        doc: "Keeps answers to GET and HEAD.",
        link: nginxModule("proxy", "proxy_cache"),
    }),
    rateLimit: inheriting(switchable(rateLimit(null)), "off", {
        doc: "A limit per client address on top of the site's.",
        link: nginxModule("limit_req", "limit_req"),
    }),
    allow: inheriting(wordOr("all", [], allow), "all", {
        doc: "Clients that may use it; everybody else gets 403.",
        link: nginxModule("access", "allow"),
    }),
    maxBody: inheriting(size("1b", "1000g"), "10m", {
        doc: "Largest request body; more gets 413.",
        link: nginxModule("core", "client_max_body_size"),
    }),
    buffering: inheriting(switchable(buffering, {}), "on", {
        doc: "Takes answers from the instance at full speed and sends them on at the client's; off for streams.",
        link: nginxModule("proxy", "proxy_buffering"),
    }),
};
