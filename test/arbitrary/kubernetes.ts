import fc from "fast-check";
import { image } from "./containers";
import { durationText, hour, networks, second } from "./values";

const objectName = fc.constantFrom("web", "a", "0", "registry-1", "a.b-c.example.com", "x".repeat(63));
const namespace = fc.constantFrom("web", "0-a", "kubernetes", "x".repeat(63));

const annotations = fc.dictionary(
    fc.constantFrom("internal", "example.com/a_b.c", "service.beta.kubernetes.io/aws-load-balancer-type", "A".repeat(63)),
    fc.constantFrom("", "true", "two\nlines", "{\"a\": \"b\"}", "$(x)", "'", "läuft"),
    { noNullPrototype: true },
);

const port = (from: number): fc.Arbitrary<number> => fc.integer({ min: from, max: from + 1000 });

/** A Service by itself, with what its type knows. `tls` has to be on for a port for HTTPS. */
const exposed = fc.oneof(
    fc.record({ type: fc.constant("LoadBalancer"), annotations, loadBalancerClass: fc.constantFrom("internal", "service.k8s.aws/nlb"), sourceRanges: networks(0), nodePorts: fc.record({ http: port(30_000) }, { requiredKeys: [] }) }, { requiredKeys: [] }),
    fc.record({ type: fc.constant("NodePort"), annotations, nodePorts: fc.record({ http: port(30_000), https: port(31_001) }, { requiredKeys: [] }) }, { requiredKeys: ["type"] }),
    fc.record({ type: fc.constant("ClusterIP"), annotations }, { requiredKeys: ["type"] }),
);

/** Something of the cluster's before the Service. */
const behind = fc.tuple(
    fc.record({ type: fc.constantFrom("NodePort", "ClusterIP"), annotations }, { requiredKeys: [] }),
    fc.oneof(
        fc.record({ ingress: fc.record({ className: objectName, annotations, tlsSecret: objectName }, { requiredKeys: [] }) }),
        fc.record({ gateway: fc.record({ name: objectName, namespace, listener: objectName }, { requiredKeys: ["name"] }) }),
    ),
).map(([service, before]) => ({ ...service, ...before }));

const pace = (most: number) => fc.record(
    { stabilization: durationText(0, hour, second), percent: fc.integer({ min: 1, max: most }), period: durationText(second, hour / 2, second) },
    { requiredKeys: [] },
);

const autoscaling = fc.oneof(
    fc.constantFrom("off", false),
    fc.record(
        {
            min: fc.integer({ min: 1, max: 20 }),
            max: fc.integer({ min: 20, max: 1000 }),
            cpu: fc.integer({ min: 5, max: 1000 }),
            memory: fc.oneof(fc.constant("off"), fc.integer({ min: 5, max: 1000 })),
            behavior: fc.record({ scaleUp: pace(1000), scaleDown: pace(100) }, { requiredKeys: [] }),
        },
        { requiredKeys: ["max"] },
    ),
);

const timing = fc.record(
    { interval: durationText(10 * second, hour, second), timeout: durationText(second, 10 * second, second), fall: fc.integer({ min: 1, max: 100 }) },
    { requiredKeys: [] },
);

/** A service may have a command instead of a path. */
const probe = fc.tuple(timing, fc.constantFrom({}, { path: "/" }, { path: "/~x/-.y/" })).map(([times, path]) => ({ ...times, ...path }));

const pair = (one: typeof timing) => fc.record({ liveness: one, readiness: one }, { requiredKeys: [] });

const claim = fc.record(
    { size: fc.constantFrom("1m", "10Gi", "2t", "1000t", "512Mi"), accessMode: fc.constant("ReadWriteMany"), storageClass: fc.oneof(fc.constant("off"), objectName) },
    { requiredKeys: [] },
);

/** Nearly all services have more than one pod. */
const mode = fc.oneof({ weight: 20, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: fc.constantFrom("ReadWriteOnce", "ReadOnlyMany", "ReadWriteOncePod").map((accessMode) => ({ accessMode })) });

const monitoring = fc.oneof(
    fc.record({ discovery: fc.constant("annotations"), namespace }, { requiredKeys: [] }),
    fc.record({ discovery: fc.constant("operator"), namespace, labels: fc.constantFrom({}, { release: "prometheus", "example.com/a": "" }) }, { requiredKeys: ["discovery"] }),
);

/** `evenkeel:kubernetes`, but for what it says of single services. */
export const kubernetes = fc.record(
    {
        context: fc.constantFrom("production", "admin@cluster", "arn:aws:eks:eu-central-1:111122223333:cluster/a b"),
        namespace,
        updateTimeout: durationText(10 * second, hour, second),
        images: fc.record({ proxy: image, nginxExporter: image, nodeExporter: image, logExporter: image }, { requiredKeys: [] }),
        pullSecrets: fc.uniqueArray(objectName, { maxLength: 3 }),
        endpoints: fc.oneof({ weight: 9, arbitrary: fc.constant("pods") }, { weight: 1, arbitrary: fc.constant("service") }),
        proxy: fc.record({ replicas: fc.integer({ min: 2, max: 50 }), resources: fc.constantFrom({}, { cpu: { request: "10m", limit: 2 } }, { memory: { request: "1g", limit: "off" } }) }, { requiredKeys: [] }),
        expose: fc.oneof(exposed, behind),
        autoscaling,
        probes: pair(probe),
        volumes: claim,
        monitoring,
    },
    { requiredKeys: [] },
);

/** What it says of the services and of some of their volumes, which are called as the stack file has them. */
export function entriesOf(services: Readonly<Record<string, Readonly<Record<string, unknown>>>>): fc.Arbitrary<Record<string, unknown>> {
    const entries = Object.entries(services).map(([name, service]) => {
        const volumes = Array.isArray(service["volumes"]) ? (service["volumes"] as readonly { readonly name: string }[]) : [];
        const claims = fc.tuple(...volumes.map((volume) => fc.option(fc.tuple(claim, mode).map(([settings, own]) => [volume.name, { ...settings, ...own }] as const))));
        const entry = fc.record({ autoscaling, probes: pair(timing), volumes: claims.map((all) => Object.fromEntries(all.flatMap((one) => (one === null ? [] : [one])))) }, { requiredKeys: [] });
        return fc.option(entry.map((settings) => [name, settings] as const));
    });
    return fc.tuple(...entries).map((all) => Object.fromEntries(all.flatMap((one) => (one === null ? [] : [one]))));
}
