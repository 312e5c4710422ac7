import fc from "fast-check";
import { validate, type RawConfig } from "../../components/config/validate";
import { docker, monitoring, started } from "./docker";
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

const defaults = fc.record({ ...servicePolicies, balance: fc.constantFrom("least_conn", "round_robin", "ip_hash", "hash", "random") }, { requiredKeys: [] });

/**
 * Stack files over the whole surface, by the part of each key after `evenkeel:`. Nearly all are valid.
 *
 * To hand the result to a real nginx, replace what depends on the machine: `nginx.version`, and `host` with a `prefix`
 * that you may write to.
 */
export const stackFile: fc.Arbitrary<RawConfig> = fc.record(
    { target: fc.constant("host"), proxy: fc.constant("nginx"), site, tls, defaults, services, nginx, host },
    { requiredKeys: ["services", "host"] },
);

/** The same services with their instances in containers, on the Docker engine, and names that those of containers and images can be made of. Nearly all are valid. */
export const dockerStackFile: fc.Arbitrary<RawConfig> = fc
    .tuple(fc.record({ proxy: fc.constant("nginx"), site: inContainer(site), tls, defaults, nginx, docker, monitoring }, { requiredKeys: [] }), services)
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

function shortName(name: string): string {
    return name.slice(0, 16).replace(/[_-]+/g, "-").replace(/-$/, "");
}

/** The valid ones alone. */
export const validDockerStackFile = dockerStackFile.filter((raw) => "model" in validate(raw));

/** The valid ones alone. */
export const validStackFile = stackFile.filter((raw) => "model" in validate(raw));
