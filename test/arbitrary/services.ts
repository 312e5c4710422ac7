import fc from "fast-check";
import { routePolicy, servicePolicies } from "./policies";
import { instanceAddress, ownName, pathPrefix } from "./values";

/** Every port that an instance has here lies above those of the site, so that none is the proxy itself. */
const instancePort = fc.integer({ min: 20_001, max: 65_535 });

const place = fc.record({ address: instanceAddress, port: instancePort });
type Place = typeof place extends fc.Arbitrary<infer P> ? P : never;

const details = fc.record(
    { weight: fc.integer({ min: 1, max: 1000 }), maxConnections: fc.oneof(fc.constant("off"), fc.integer({ min: 1, max: 1000 })) },
    { requiredKeys: [] },
);

/** The ways of writing one instance down. */
function instance({ address, port }: Place): fc.Arbitrary<unknown> {
    const text = address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
    return fc.oneof(fc.constant(text), details.map((rest) => ({ address, port, ...rest })));
}

const places = fc.uniqueArray(place, { minLength: 1, maxLength: 6, selector: ({ address, port }) => `${address.toLowerCase()}:${port}` });

/** Instances, and backups with a method that knows them. */
const instances = places.chain((all) => {
    const [first, ...others] = all;
    return first === undefined ? fc.constant({}) : fc.integer({ min: 0, max: others.length }).chain((backups) => split([first, ...others], backups));
});

function split(all: readonly Place[], backups: number): fc.Arbitrary<Record<string, unknown>> {
    const listed = fc.tuple(...all.slice(backups).map(instance));
    if (backups === 0) {
        const balance = fc.constantFrom("least_conn", "round_robin", "ip_hash", "hash", "random");
        return fc.record({ instances: listed, balance }, { requiredKeys: ["instances"] });
    }
    return fc.record({
        instances: listed,
        backup: fc.tuple(...all.slice(0, backups).map(instance)),
        balance: fc.constantFrom("least_conn", "round_robin"),
    });
}

/** The ways of writing one route down. */
function route(path: string): fc.Arbitrary<unknown> {
    return fc.oneof(fc.constant(path), routePolicy.map((policy) => ({ path, ...policy })));
}

function service(paths: readonly string[]): fc.Arbitrary<Record<string, unknown>> {
    const policies = fc.record({ ...servicePolicies, port: instancePort }, { requiredKeys: [] });
    return fc.tuple(policies, instances, fc.tuple(...paths.map(route))).map(([policy, where, routes]) => ({ ...policy, ...where, routes }));
}

const taken = (path: string): boolean => ["/health", "/nginx-health", "/nginx_status", "/static"].includes(path) || path.startsWith("/-/evenkeel");

/** `evenkeel:services`: one to four services that share no path. */
export const services = fc
    .tuple(
        fc.uniqueArray(ownName, { minLength: 1, maxLength: 4 }),
        fc.uniqueArray(pathPrefix.filter((path) => !taken(path)), { minLength: 4, maxLength: 10 }),
    )
    .chain(([names, paths]) => {
        const entries = names.map((name, i) => {
            const own = paths.filter((_, j) => j % names.length === i);
            return service(own).map((settings) => [name, settings] as const);
        });
        return fc.tuple(...entries).map((list) => Object.fromEntries(list));
    });
