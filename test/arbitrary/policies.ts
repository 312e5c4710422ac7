import fc from "fast-check";
import { day, durationText, hour, networks, rateLimit, second, sizeText } from "./values";

const timeouts = fc.record(
    { connect: durationText(50, 60 * second), send: durationText(100, day), read: durationText(100, day) },
    { requiredKeys: [] },
);

const cache = fc.oneof(
    fc.constantFrom("on", "off", true, false),
    fc.record({ ttl: durationText(second, day, second), maxSize: sizeText.filter((text) => !/k$/i.test(text)) }, { requiredKeys: [] }),
);

const buffering = fc.oneof(
    fc.constantFrom("on", "off", true, false),
    fc.record({ size: fc.integer({ min: 1, max: 1024 }).map((n) => `${n}k`), count: fc.integer({ min: 4, max: 1024 }) }, { requiredKeys: [] }),
);

const routePolicies = {
    stripPrefix: fc.boolean(),
    timeouts,
    websocket: fc.oneof(fc.constantFrom("on", "off", true, false), durationText(second, day)),
    cache,
    rateLimit: fc.oneof(fc.constantFrom("off", false), rateLimit),
    allow: fc.oneof(fc.constant("all"), networks(1)),
    maxBody: sizeText,
    buffering,
};

/** What a route can say besides its path. */
export const routePolicy = fc.record(routePolicies, { requiredKeys: [] });

const health = fc
    .record({
        path: fc.constantFrom("/", "/healthz", "/api/health/", "/~x/-.y"),
        timeout: fc.integer({ min: 100, max: 60_000 }),
        rise: fc.integer({ min: 1, max: 100 }),
        fall: fc.integer({ min: 1, max: 100 }),
    })
    .map(({ timeout, ...rest }) => ({ ...rest, timeout: `${timeout}ms`, interval: `${Math.max(500, timeout + 1)}ms` }));

/** What a service and `defaults` can say, but for the method of balancing, which depends on the backups. */
export const servicePolicies = {
    ...routePolicies,
    health,
    failover: fc.record({ maxFails: fc.integer({ min: 0, max: 1000 }), failTimeout: durationText(second, hour, second) }, { requiredKeys: [] }),
    retries: fc.record(
        { attempts: fc.oneof(fc.constant("auto"), fc.integer({ min: 1, max: 100 })), nonIdempotent: fc.boolean() },
        { requiredKeys: [] },
    ),
    keepalive: fc.integer({ min: 1, max: 256 }),
    maxConnections: fc.oneof(fc.constantFrom("off", false), fc.integer({ min: 1, max: 1_000_000 })),
};
