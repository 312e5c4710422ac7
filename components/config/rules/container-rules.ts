import { itemPath, keyPath } from "../path";
import type { Problem } from "../problem";
import { formatSize } from "../units";
import { servicesOf, type Rule, type ServiceEntry } from "./drafts";

/** A target that starts instances. */
type StartingTarget = "docker" | "kubernetes";

/** A rule about every service whose instances the target starts. */
function eachContainer(rule: (service: ServiceEntry, target: StartingTarget) => Problem[]): Rule {
    return (draft) => {
        const { target } = draft;
        return target === "docker" || target === "kubernetes" ? servicesOf(draft).flatMap((service) => rule(service, target)) : [];
    };
}

/** Every instance has the port of its service: there is no other place to say one. */
export const containersHaveAPort: Rule = eachContainer(({ path, value }) =>
    value.port === null
        ? [{ path: `${path}.port`, found: "nothing", allowed: "a whole number from 1 to 65535", fix: "Add the port that the application listens on: it is given to it as PORT." }]
        : [],
);

/** An instance is started from one thing. */
export const imageOrBuild: Rule = eachContainer(({ path, value: { image, build } }, target) => {
    if (image === null && build === null && target === "kubernetes") {
        return [{ path: `${path}.image`, found: "nothing", allowed: "an image", fix: "Name the image with its tag, such as `registry.example.com/app:1.0.0`." }];
    }
    if (image === null && build === null) {
        return [{ path: `${path}.image`, found: "nothing", allowed: "an image, or a build", fix: "Name the image with its tag, such as `app:1.0.0`, or build it: {context: .}." }];
    }
    const both = image !== null && image !== undefined && build !== null && build !== undefined;
    return both ? [{ path: `${path}.build`, found: "a build besides an image", allowed: "one of image and build", fix: "Remove one of the two." }] : [];
});

/** A variable has one value. */
export const variablesDiffer: Rule = eachContainer(({ value: { env, secrets } }) => {
    const names = new Set((env ?? []).map((entry) => entry?.name));
    return (secrets ?? []).flatMap((entry): Problem[] =>
        entry !== undefined && names.has(entry.name)
            ? [{ path: entry.path, found: `${entry.name}, which env has too`, allowed: "a name that is in one of env and secrets", fix: "Remove it from one of the two." }]
            : [],
    );
});

/** A volume has one name and one place. */
export const volumesDiffer: Rule = eachContainer(({ path, value }) => (["name", "path"] as const).flatMap((key) => repeatedVolumes(path, value.volumes, key)));

/** Nothing can be sure of more than it may have. */
export const requestsWithinLimits: Rule = eachContainer(({ path, value: { resources } }) => {
    const at = `${path}.resources`;
    return [
        ...aboveLimit(`${at}.cpu`, resources?.cpu, String),
        ...aboveLimit(`${at}.memory`, resources?.memory, formatSize),
    ];
});

function repeatedVolumes(service: string, volumes: ServiceEntry["value"]["volumes"], key: "name" | "path"): Problem[] {
    const first = new Map<string, string>();
    return (volumes ?? []).flatMap((volume, i): Problem[] => {
        const value = volume?.[key];
        if (value === undefined) {
            return [];
        }
        const path = keyPath(itemPath(`${service}.volumes`, i), key);
        const earlier = first.get(value);
        first.set(value, earlier ?? path);
        return earlier === undefined ? [] : [{ path, found: JSON.stringify(value), allowed: `a ${key} that no other volume of the service has`, fix: `Change it: it repeats \`${earlier}\`.` }];
    });
}

interface Bounds<T extends number> {
    readonly request: T | null | undefined;
    readonly limit: T | null | undefined;
}

function aboveLimit<T extends number>(path: string, bounds: Bounds<T> | undefined, show: (value: T) => string): Problem[] {
    const { request, limit } = bounds ?? {};
    if (typeof request !== "number" || typeof limit !== "number" || request <= limit) {
        return [];
    }
    return [{ path: `${path}.request`, found: `${show(request)}, with a limit of ${show(limit)}`, allowed: "at most the limit", fix: "Lower the request or raise the limit." }];
}
