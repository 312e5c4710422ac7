import fc from "fast-check";
import { day, durationText, headerName, headerValue, hour, messageText, networks, ownName, pathPrefix, rateLimit, second } from "./values";

/** 253 characters, the most that a host name may have. */
const longest = [..."abcd"].map((letter) => letter.repeat(63)).join(".").slice(0, 253);

const hostName = fc.oneof(
    fc.constantFrom("api.example.com", "*.example.com", "EXAMPLE.com", "xn--bcher-kva.example", "localhost", "192.168.10.30", "fd00::30", "a-b.c", "123abc", longest),
    fc.stringMatching(/^[a-z]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z]([a-z0-9-]{0,30}[a-z0-9])?){1,3}$/),
);

const headers = fc
    .uniqueArray(headerName, { maxLength: 5, selector: (name) => name.toLowerCase() })
    .chain((names) => fc.tuple(...names.map((name) => fc.oneof(headerValue, fc.constant("off")).map((value) => [name, value] as const))))
    .map((entries) => Object.fromEntries(entries));

const maintenance = fc.oneof(
    fc.constantFrom("on", "off"),
    fc.record({ message: messageText, retryAfter: durationText(second, day, second), allow: networks(0) }, { requiredKeys: [] }),
);

const compression = fc.oneof(
    fc.constantFrom("on", "off", true, false),
    fc.record(
        {
            level: fc.integer({ min: 1, max: 9 }),
            minLength: fc.constantFrom("20b", "1k", "1m"),
            types: fc.uniqueArray(fc.constantFrom("text/css", "application/json", "image/svg+xml", "application/vnd.api+json", `application/${"x".repeat(34)}`), { maxLength: 4 }),
        },
        { requiredKeys: [] },
    ),
);

const staticFiles = fc.record({
    path: fc.constantFrom("/static", "/static/.a~b/-"),
    root: fc.constantFrom("/var/www/static", "/srv/a.b_c@d+e-f", "/-"),
    expires: durationText(0, 365 * day, second),
});

const operatorPath = pathPrefix.filter((path) => path !== "/" && !path.startsWith("/static") && !path.startsWith("/health"));

/** `evenkeel:site`. The ports need no privilege, and the addresses to listen on are every machine's own. */
export const site = fc.record(
    {
        name: ownName,
        hosts: fc.uniqueArray(hostName, { maxLength: 40, selector: (name) => name.toLowerCase() }),
        http: fc.integer({ min: 1024, max: 10_000 }),
        https: fc.integer({ min: 10_001, max: 20_000 }),
        listen: fc.constantFrom("127.0.0.1", "127.0.0.5", "0.0.0.0"),
        rateLimit: fc.oneof(fc.constant("off"), rateLimit, fc.constant({ burst: 5 })),
        headers,
        trustedProxies: networks(0),
        operators: networks(1),
        operatorPaths: fc.uniqueArray(operatorPath, { maxLength: 3 }),
        static: fc.oneof(fc.constant("off"), staticFiles),
        maintenance,
        logging: fc.record({ access: fc.constantFrom("json", "combined", "off"), errorLevel: fc.constantFrom("debug", "info", "warn", "crit") }, { requiredKeys: [] }),
        compression,
        drain: durationText(second, hour, second),
    },
    { requiredKeys: ["http", "https"] },
);

export const tls = fc.oneof(
    fc.constant({ mode: "off" }),
    fc.record(
        {
            mode: fc.constant("self-signed"),
            profile: fc.constantFrom("modern", "intermediate"),
            hsts: fc.oneof(
                fc.constantFrom("on", "off", "auto"),
                fc.constant({ maxAge: "2y", includeSubdomains: true, preload: true }),
                fc.record({ maxAge: durationText(second, 365 * day, second), includeSubdomains: fc.boolean() }, { requiredKeys: [] }),
            ),
        },
        { requiredKeys: [] },
    ),
    fc.constant({
        mode: "provided",
        certificate: "-----BEGIN CERTIFICATE-----\nMIIBAA==\n-----END CERTIFICATE-----\n",
        key: { secure: "v1:AAAA:BBBB" },
    }),
);

export const nginx = fc.record(
    {
        version: fc.constantFrom("1.18", "1.22", "1.22.1", "1.25.3", "1.29.7"),
        workerProcesses: fc.oneof(fc.constant("auto"), fc.integer({ min: 1, max: 16 })),
        workerConnections: fc.integer({ min: 512, max: 100_000 }),
        user: fc.constant("www-data"),
    },
    { requiredKeys: [] },
);

