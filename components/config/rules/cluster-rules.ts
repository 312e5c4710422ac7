import { nearestGiven } from "../inherit";
import { nearest } from "../nearest";
import type { Problem } from "../problem";
import { inherited } from "../setting";
import { healthSettings, servicePolicy } from "../settings/service-policy";
import { entryOf, inCluster } from "./cluster-drafts";
import { present, servicesOf, type Rule } from "./drafts";

/** What is said of a service or volume that is not there would silently not be used. */
export const entriesAreOfTheStack: Rule = inCluster((draft, { services }) =>
    present(services).flatMap(({ name, path, value }): Problem[] => {
        const service = servicesOf(draft).find((candidate) => candidate.name === name);
        if (service === undefined) {
            return draft.services?.includes(undefined) === false ? [unknown(path, "service", name, servicesOf(draft).map((one) => one.name))] : [];
        }
        const volumes = (service.value.volumes ?? [undefined]).map((volume) => volume?.name);
        return volumes.includes(undefined) ? [] : present(value.volumes)
            .filter((volume) => !volumes.includes(volume.name))
            .map((volume) => unknown(volume.path, `volume of ${name}`, volume.name, volumes.flatMap((known) => known ?? [])));
    }),
);

function unknown(path: string, what: string, name: string, known: readonly string[]): Problem {
    const near = nearest(name, known);
    const allowed = known.length === 0 ? `nothing: there is no ${what}` : `a ${what}: ${known.join(", ")}`;
    return { path, found: `${JSON.stringify(name)}, which is none`, allowed, fix: near === undefined ? "Remove it, or correct its name." : `Did you mean ${near}?` };
}

/** Kubernetes can't tell from a name whether it is root's. */
export const usersAreNumbers: Rule = inCluster((draft) =>
    servicesOf(draft).flatMap(({ path, value: { user } }): Problem[] => {
        if (typeof user !== "string") {
            return [];
        }
        const numbers = user.split(":").map((part) => (/^\d+$/.test(part) ? Number(part) : Infinity));
        const good = numbers.every((number) => number <= 2_147_483_647);
        const fix = good ? "Choose an account that is not root: pods are held to the restricted profile." : "Write the numbers that `id` shows inside of the image: a cluster does not start accounts by their names.";
        return good && numbers[0] !== 0 ? [] : [{ path: `${path}.user`, found: JSON.stringify(user), allowed: 'numbers on kubernetes, and not root, such as 1000 or "1000:1000"', fix }];
    }),
);

/** The Service has one address, and picks a pod whatever the proxy would like. */
export const servicesPickPodsThemselves: Rule = inCluster((draft, { endpoints }) =>
    servicesOf(draft).flatMap(({ path, value }): Problem[] => {
        const balance = nearestGiven(servicePolicy.balance, value.balance, draft.defaults?.balance);
        const bound = nearestGiven(servicePolicy.maxConnections, value.maxConnections, draft.defaults?.maxConnections);
        const at = (key: "balance" | "maxConnections"): string => (value[key] === inherited ? `defaults.${key}` : `${path}.${key}`);
        const fix = "Remove it, or set `kubernetes.endpoints: pods`.";
        return endpoints !== "service" ? [] : [
            ...(balance === "hash" || balance === "ip_hash" ? [{ path: at("balance"), found: `${balance} with endpoints: service`, allowed: "least_conn, round_robin or random, where the Service picks the pod", fix }] : []),
            ...(typeof bound === "number" ? [{ path: at("maxConnections"), found: `${bound} with endpoints: service`, allowed: "off, where the Service picks the pod: it would bound all pods together", fix }] : []),
        ];
    }).filter(onceForEachPath),
);

function onceForEachPath({ path }: Problem, index: number, all: readonly Problem[]): boolean {
    return all.findIndex((problem) => problem.path === path) === index;
}

/** Only the Prometheus operator looks at labels. */
export const labelsAreForTheOperator: Rule = inCluster((_, { monitoring }) =>
    monitoring?.discovery === "annotations" && present(monitoring.labels).length > 0
        ? [{ path: "kubernetes.monitoring.labels", found: "labels with discovery: annotations", allowed: "nothing, unless discovery is operator", fix: "Remove them, or set `kubernetes.monitoring.discovery: operator`." }]
        : [],
);

/** Ports that exporters have beside nginx, in its own pods. */
const exporterPorts = [9113, 9100, 3903];

export const exportersKeepTheirPorts: Rule = inCluster(({ site, tls, monitoring }) => {
    const ports = (["http", "https"] as const).filter((key) => key === "http" || tls?.mode !== "off");
    const taken = monitoring?.enabled === true ? ports.filter((key) => exporterPorts.includes(site?.[key] ?? 0)) : [];
    return taken.map((key) => ({ path: `site.${key}`, found: `${site?.[key] ?? ""}, where an exporter answers in the proxy's pods`, allowed: `any other port than ${exporterPorts.join(", ")}, with monitoring`, fix: "Choose another port." }));
});

/** A command is run in the place of both probes' paths. */
export const commandsAskForNoPath: Rule = inCluster((draft, kubernetes) =>
    servicesOf(draft).flatMap(({ name, value }): Problem[] => {
        const command = nearestGiven(healthSettings.command, value.health?.command, draft.defaults?.health?.command);
        const entry = entryOf(kubernetes, name);
        const asked = (["liveness", "readiness"] as const).filter((kind) => typeof entry?.value.probes?.[kind]?.path === "string");
        return command === null || command === undefined ? [] : asked.map((kind) => ({
            path: `${entry?.path ?? ""}.probes.${kind}.path`,
            found: "a path, where the service has a health.command",
            allowed: "nothing: the command is run instead",
            fix: "Remove it, or the command.",
        }));
    }),
);
