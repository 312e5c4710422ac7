import fc from "fast-check";
import { durationText, hour, second } from "./values";

const variableName = fc.oneof(fc.constantFrom("LOG_LEVEL", "_", "a", "__proto", "constructor", `X${"_".repeat(127)}`), fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,20}$/)).filter((name) => !["PORT", "APP_INSTANCE", "__proto__"].includes(name));

/** Text that shells, YAML and templates would read something into. */
const variableValue = fc.oneof(
    fc.constantFrom("", "info", "a=b", "$HOME", "$(id)", "two\nlines", '"quoted"', "{{x}}", "off", "8000", "true", "\t"),
    fc.string({ maxLength: 40 }).filter((text) => !/[^\P{Cc}\t\n]/u.test(text)),
);

const pathSegment = fc.stringMatching(/^[A-Za-z0-9_@+-][A-Za-z0-9._@+-]{0,12}$/);
const digest = `sha256:${"0123456789abcdef".repeat(4)}`;

export const image = fc.oneof(
    fc.constantFrom("nginx:1.28.0", "localhost/app:x", "registry.example.com:5000/team/app_one/two:1.0.0-rc.1", `app@${digest}`, `a-b__c.d:T_1@${digest}`, "10.0.0.5:5000/app:1"),
    fc.tuple(fc.stringMatching(/^[a-z0-9]{1,10}(\/[a-z0-9]{1,10}){0,2}$/), fc.stringMatching(/^\w[\w.-]{0,20}$/)).map(([name, tag]) => `${name}:${tag}`),
);

const build = fc.record(
    {
        context: fc.constantFrom(".", "..", "../app", "a/b.c_d@e+f"),
        dockerfile: fc.constantFrom("Dockerfile", "docker/Dockerfile.prod"),
        stage: fc.constantFrom("run-time", "0"),
        args: fc.dictionary(variableName, variableValue, { maxKeys: 3, noNullPrototype: true }),
    },
    { requiredKeys: [] },
);

/** Variables, each either plain or a secret. */
const variables = fc.uniqueArray(fc.tuple(variableName, variableValue, fc.boolean()), { maxLength: 5, selector: ([name]) => name }).map((all) => ({
    env: Object.fromEntries(all.filter(([, , secret]) => !secret).map(([name, value]) => [name, value])),
    secrets: Object.fromEntries(all.filter(([, , secret]) => secret).map(([name]) => [name, { secure: "v1:AAAA:BBBB" }])),
}));

function bounds<T>(values: readonly T[]): fc.Arbitrary<Record<string, unknown>> {
    const index = fc.integer({ min: 0, max: values.length - 1 });
    return fc.tuple(index, index, fc.boolean(), fc.boolean()).map(([a, b, request, limit]) => ({
        ...(request ? { request: values[Math.min(a, b)] } : {}),
        ...(limit ? { limit: values[Math.max(a, b)] } : {}),
    }));
}

const resources = fc.record({ cpu: bounds([0.01, "10m", "0.25", "250m", 0.5, 1, "1.5", 512]), memory: bounds(["6m", "6Mi", "512m", "512Mi", "1g", "1Gi", "1000g"]) }, { requiredKeys: [] });

const volumes = fc.uniqueArray(
    fc.record(
        { name: fc.stringMatching(/^[a-z][a-z0-9_]{0,10}$/), path: fc.array(pathSegment, { minLength: 1, maxLength: 3 }).map((segments) => `/app/${segments.join("/")}`), readOnly: fc.boolean() },
        { requiredKeys: ["name", "path"] },
    ),
    { maxLength: 4, comparator: (a, b) => a.name === b.name || a.path === b.path },
);

const metrics = fc.oneof(fc.constantFrom("on", "off", true, false), fc.record({ path: fc.constantFrom("/metrics", "/monitoring/export"), interval: durationText(second, hour) }, { requiredKeys: [] }));

/** What a service says besides its image where the target starts its instances. */
export const containerSettings = fc
    .tuple(
        variables,
        fc.record({ resources, volumes, user: fc.constantFrom(0, 65_534, "1000:1000", "www-data", "app:0"), readOnly: fc.boolean(), metrics }, { requiredKeys: [] }),
        fc.oneof(image.map((name) => ({ image: name })), build.map((how) => ({ build: how }))),
    )
    .map(([given, rest, source]) => ({ ...given, ...rest, ...source }));

/** `health` of containers, on top of what every service can say. */
export const containerHealth = fc.record(
    { startPeriod: durationText(0, hour), command: fc.oneof(fc.constant("auto"), fc.array(fc.constantFrom("/app/check", "--quiet", "a b", "$x", '"'), { minLength: 1, maxLength: 4 })) },
    { requiredKeys: [] },
);
