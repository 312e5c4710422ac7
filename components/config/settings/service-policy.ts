import { defaulted, inheriting } from "../setting";
import { choice } from "../types/choice";
import { commandWord } from "../types/container";
import { group } from "../types/group";
import { list } from "../types/list";
import { duration } from "../types/measure";
import { integer, yesOrNo } from "../types/scalar";
import { switchable, wordOr } from "../types/switchable";
import { webPath } from "../types/web-path";
import { nginxModule } from "./links";
import { routePolicy } from "./route-policy";
import { inContainers } from "./targets";

export const healthSettings = {
    path: inheriting(webPath, "/healthz", { doc: "What the health checker asks every instance for; 2xx and 3xx are good answers." }),
    interval: inheriting(duration({ from: "500ms", to: "1h" }), "2s", {
        doc: "Pause between two checks of an instance.",
        formerly: { name: "HEALTH_CHECK_INTERVAL", value: "30", now: "30s" },
    }),
    timeout: inheriting(wordOr("auto", null, duration({ from: "100ms", to: "1m" })), "auto", {
        doc: "How long an answer may take, shorter than the interval; auto: half the interval, 1s at most.",
    }),
    rise: inheriting(integer(1, 100, "checks"), 2, { doc: "Good answers in a row that bring an instance up." }),
    fall: inheriting(integer(1, 100, "checks"), 2, { doc: "Bad answers in a row that take it down." }),
    startPeriod: inheriting(duration({ from: "0s", to: "1h" }), "40s", {
        ...inContainers,
        doc: "How long after an instance's start bad answers do not count.",
    }),
    command: inheriting(wordOr("auto", null, list(commandWord, "words", { least: 1, most: 100, fix: commandFix })), "auto", {
        ...inContainers,
        doc: "What is run inside of an instance to learn its health, 0 being good; auto: its path is asked for.",
        elsewhere: ["test", "exec"],
    }),
};

function commandFix(raw: unknown): string | undefined {
    return typeof raw === "string" ? "Write a list: the program, then each of its arguments." : undefined;
}

export const failoverSettings = {
    maxFails: inheriting(integer(0, 1000, "requests"), 2, {
        doc: "Failed requests within failTimeout that take an instance out of rotation; 0: never.",
        link: nginxModule("upstream", "max_fails"),
    }),
    failTimeout: inheriting(duration({ from: "1s", to: "1h", wholeSeconds: true }), "10s", {
        doc: "How long it then stays out.",
        link: nginxModule("upstream", "fail_timeout"),
        formerly: { name: "FAILOVER_TIMEOUT", value: "10", now: "10s" },
    }),
};

export const retriesSettings = {
    attempts: inheriting(wordOr("auto", null, integer(1, 100, "attempts")), "auto", {
        doc: "Attempts in all for one request; auto: every primary once, and one more when there is a backup.",
        link: nginxModule("proxy", "proxy_next_upstream_tries"),
    }),
    nonIdempotent: inheriting(yesOrNo, false, {
        doc: "Whether POST, PATCH and LOCK may be sent to a second instance.",
        link: nginxModule("proxy", "proxy_next_upstream"),
    }),
};

/** What a service and `defaults` can say: the service wins. */
export const servicePolicy = {
    ...routePolicy,
    balance: inheriting(choice(["least_conn", "round_robin", "ip_hash", "hash", "random"]), "least_conn", {
        doc: "Which instance gets the next request.",
        link: nginxModule("upstream", "least_conn"),
        formerly: { name: "LOAD_BALANCER_METHOD", value: "least_conn", now: "least_conn" },
    }),
    health: defaulted(group(healthSettings), {}, { doc: "Active checks, apart from the traffic." }),
    failover: defaulted(group(failoverSettings), {}, { doc: "Passive checks, by the traffic itself." }),
    retries: defaulted(group(retriesSettings), {}, { doc: "A second instance for a failed request." }),
    keepalive: inheriting(integer(1, 65_535, "connections"), 256, {
        doc: "Idle connections to the instances that each worker keeps open.",
        link: nginxModule("upstream", "keepalive"),
        formerly: { name: "UPSTREAM_KEEPALIVE", value: "32", now: "32" },
    }),
    maxConnections: inheriting(switchable(integer(1, 1_000_000, "connections")), "off", {
        doc: "Connections to one instance at once.",
        link: nginxModule("upstream", "max_conns"),
    }),
};

/** `evenkeel:defaults`: for all services that do not say otherwise. */
export const defaults = group(servicePolicy);
