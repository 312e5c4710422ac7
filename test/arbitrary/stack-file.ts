import fc from "fast-check";
import { environments, levels, policyNames } from "../../components/config/policy-names";
import { validate, type RawConfig } from "../../components/config/validate";
import { docker, monitoring, started } from "./docker";
import { entriesOf, kubernetes } from "./kubernetes";
import { servicePolicies } from "./policies";
import { services } from "./services";
import { nginx, site, tls } from "./site";

const hostKey = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((key) => {
    const type = Buffer.from("\0\0\0\u000bssh-ed25519\0\0\0\u0020", "latin1");
    return `ssh-ed25519 ${Buffer.concat([type, key]).toString("base64")}`;
});

const node = fc.record(
    {
        address: fc.integer({ min: 1, max: 254 }).map((n) => `192.168.77.${n}`),
        port: fc.constantFrom(22, 2222 + 20_000),
        user: fc.constantFrom("root", "deploy", "_ops"),
        hostKey,
    },
    { requiredKeys: ["address", "hostKey"] },
);

const host = fc.oneof(
    fc.constant({ sandbox: true }),
    fc.record(
        {
            nodes: fc.uniqueArray(node, { minLength: 1, maxLength: 3, selector: ({ address }) => address }),
            privateKey: fc.constant({ secure: "v1:CCCC:DDDD" }),
            prefix: fc.constantFrom("/", "/srv/lb", "/tmp/x.y_z@1"),
            directory: fc.constant("/srv/evenkeel"),
        },
        { requiredKeys: ["nodes"] },
    ),
);

const environment = fc.constantFrom(...environments);
const policies = fc.dictionary(fc.constantFrom(...policyNames), fc.constantFrom(...levels));

const defaults = fc.record({ ...servicePolicies, balance: fc.constantFrom("least_conn", "round_robin", "ip_hash", "hash", "random") }, { requiredKeys: [] });

/**
 * Stack files over the whole surface, by the part of each key after `evenkeel:`. Nearly all are valid.
 *
 * To hand the result to a real nginx, replace what depends on the machine: `nginx.version`, and `host` with a `prefix`
 * that you may write to.
 */
export const stackFile: fc.Arbitrary<RawConfig> = fc.record(
    { target: fc.constant("host"), proxy: fc.constant("nginx"), environment, policies, site, tls, defaults, services, nginx, host },
    { requiredKeys: ["services", "host"] },
);

/** The same services with their instances in containers, on the Docker engine, and names that those of containers and images can be made of. Nearly all are valid. */
export const dockerStackFile: fc.Arbitrary<RawConfig> = fc
    .tuple(fc.record({ proxy: fc.constant("nginx"), environment, policies, site: inContainer(site), tls, defaults, nginx, docker, monitoring }, { requiredKeys: [] }), services)
    .chain(([blocks, all]) =>
        fc.tuple(...Object.entries(all).map(([name, service]) => started(service).map((settings) => [shortName(name), settings] as const)))
            .map((entries) => ({ target: "docker", ...blocks, services: Object.fromEntries(entries) })),
    );

/** The container of the proxy has no files of the user's. */
function inContainer(sites: typeof site): fc.Arbitrary<object> {
    return sites.map((one) => {
        const kept = Object.entries(one).filter(([key]) => key !== "static");
        return Object.fromEntries(kept.map(([key, value]) => [key, key === "name" ? shortName(String(value)) : value]));
    });
}

/** The Docker stack's services in a cluster. Most are valid. */
export const kubernetesStackFile: fc.Arbitrary<RawConfig> = fc
    .tuple(dockerStackFile, kubernetes)
    .chain(([stack, cluster]) => {
        const services = Object.fromEntries(Object.entries(stack["services"] as Record<string, RawConfig>).map(([name, service]) => [name, inPods(service)]));
        return entriesOf(services).map((entries) => inCluster(stack, { ...cluster, services: entries }, services));
    });

/** An image that is there, accounts by numbers, and requests for the autoscaler. */
function inPods({ build, user, resources, volumes, ...service }: RawConfig): RawConfig {
    const claims = (Array.isArray(volumes) ? volumes : []) as readonly RawConfig[];
    return {
        ...service,
        ...(build === undefined ? {} : { image: "app:1.0.0" }),
        ...(user === undefined ? {} : { user: "1000:0" }),
        resources: resources === undefined ? { cpu: { limit: 1 }, memory: { request: "64m" } } : { cpu: { request: "10m" }, memory: { request: "6m" } },
        volumes: claims.map((volume) => ({ ...volume, name: String(volume["name"]).replace(/_+/g, "-").replace(/-$/, "") })),
    };
}

function inCluster(stack: RawConfig, cluster: RawConfig, services: RawConfig): RawConfig {
    const { nginx: tuning, site: sites, monitoring: measures } = stack;
    const before = typeof cluster["expose"] === "object" && ("ingress" in (cluster["expose"] ?? {}) || "gateway" in (cluster["expose"] ?? {}));
    return {
        ...without(stack, "docker", "nginx", "site", "monitoring"),
        target: "kubernetes",
        kubernetes: cluster,
        services,
        ...(tuning === undefined ? {} : { nginx: without(tuning, "user") }),
        ...(measures === undefined ? {} : { monitoring: without(measures, "retention", "alerts") }),
        site: { ...without(sites ?? {}, "listen"), ...(before ? { hosts: ["api.example.com"], trustedProxies: ["10.0.0.0/8"] } : {}) },
        ...(before ? { tls: { ...without(stack["tls"] ?? {}, "profile", "certificate", "key"), mode: "off" } } : {}),
    };
}

function without(block: unknown, ...keys: readonly string[]): RawConfig {
    return Object.fromEntries(Object.entries(block as RawConfig).filter(([key]) => !keys.includes(key)));
}

function shortName(name: string): string {
    return name.slice(0, 16).replace(/[_-]+/g, "-").replace(/-$/, "");
}

/** The valid ones alone. */
export const validDockerStackFile = dockerStackFile.filter((raw) => "model" in validate(raw));

/** The valid ones alone. */
export const validKubernetesStackFile = kubernetesStackFile.filter((raw) => "model" in validate(raw));

/** The valid ones alone. */
export const validStackFile = stackFile.filter((raw) => "model" in validate(raw));
