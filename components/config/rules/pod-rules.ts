import { nearestGiven } from "../inherit";
import type { Problem } from "../problem";
import { inherited } from "../setting";
import { livenessSettings, readinessSettings } from "../settings/pods";
import { formatDuration, formatSize } from "../units";
import { inCluster, scalingOf, scalings } from "./cluster-drafts";
import { present, servicesOf, type Rule } from "./drafts";

/** There is nothing between more and fewer. */
export const fewestPodsAreBelowMost: Rule = inCluster((draft, kubernetes) =>
    servicesOf(draft).flatMap((service): Problem[] => {
        const { path, scaling: { min, max } = {} } = scalingOf(kubernetes, service) ?? {};
        const [least, where] = min === null ? [service.value.instances, `\`${service.path}.instances\``] : [min, "min"];
        const wrong = typeof least === "number" && max !== undefined && least > max;
        return wrong ? [{ path: `${path ?? ""}.max`, found: `${max}, with ${least} in ${where}`, allowed: "at least as many as the fewest", fix: "Raise it, or lower the other." }] : [];
    }).filter(onlyOnce),
);

/** An autoscaler that looks at nothing does nothing. */
export const autoscalersMeasureSomething: Rule = inCluster((_, kubernetes) =>
    scalings(kubernetes).filter(({ scaling: { cpu, memory } }) => cpu === null && memory === null).map(({ path }) => ({
        path,
        found: "cpu and memory off",
        allowed: "a percentage for at least one of the two",
        fix: "Set `cpu` or `memory`, or turn the autoscaling off.",
    })),
);

/** The measure is a share of what is requested. Where only a limit is given, the cluster takes it for the request. */
export const autoscaledServicesRequest: Rule = inCluster((draft, kubernetes) =>
    servicesOf(draft).flatMap((service) => {
        const { path = "", scaling } = scalingOf(kubernetes, service) ?? {};
        return (["cpu", "memory"] as const).flatMap((kind): Problem[] => {
            const bounds = service.value.resources?.[kind];
            if (typeof scaling?.[kind] !== "number" || bounds === undefined || bounds.request !== null || bounds.limit !== null) {
                return [];
            }
            return [{
                path: `${service.path}.resources.${kind}.request`,
                found: `nothing, with ${scaling[kind]} percent of it in \`${path}.${kind}\``,
                allowed: kind === "cpu" ? "cores, where the autoscaler goes by them" : "a size, where the autoscaler goes by it",
                fix: `Add what an instance needs at a usual load, or set \`${path}.${kind}: off\`.`,
            }];
        });
    }),
);

/** A probe that outlasts its turn would report the past. */
export const probesEndBeforeTheNextBegins: Rule = inCluster((draft, { probes, services }) => {
    const levels = [{ path: "kubernetes", own: probes }, ...present(services).map(({ path, value }) => ({ path, own: value.probes }))];
    return levels.flatMap(({ path, own }) => (["liveness", "readiness"] as const).flatMap((kind): Problem[] => {
        const settings = kind === "liveness" ? livenessSettings : readinessSettings;
        const [level, above] = [own?.[kind], probes?.[kind]];
        const set = (["timeout", "interval"] as const).find((key) => level?.[key] !== inherited);
        const timeout = nearestGiven(settings.timeout, level?.timeout, above?.timeout);
        const interval = nearestGiven(settings.interval, level?.interval, above?.interval);
        if (set === undefined || timeout === undefined || interval === undefined || timeout <= interval) {
            return [];
        }
        const found = `a timeout of ${formatDuration(timeout)} with an interval of ${formatDuration(interval)}`;
        return [{ path: `${path}.probes.${kind}.${set}`, found, allowed: "a timeout up to the interval", fix: "Shorten the timeout or lengthen the interval." }];
    }));
});

/** Nothing can be sure of more than it may have. */
export const proxyRequestsWithinLimits: Rule = inCluster((_, { proxy }) =>
    (["cpu", "memory"] as const).flatMap((kind): Problem[] => {
        const { request, limit } = proxy?.resources?.[kind] ?? {};
        if (typeof request !== "number" || typeof limit !== "number" || request <= limit) {
            return [];
        }
        const show = kind === "cpu" ? String : (value: typeof limit): string => formatSize(value as Parameters<typeof formatSize>[0]);
        return [{ path: `kubernetes.proxy.resources.${kind}.request`, found: `${show(request)}, with a limit of ${show(limit)}`, allowed: "at most the limit", fix: "Lower the request or raise the limit." }];
    }),
);

/** What all services share has one place, and is told of once. */
function onlyOnce({ path, found }: Problem, index: number, all: readonly Problem[]): boolean {
    return all.findIndex((problem) => problem.path === path && problem.found === found) === index;
}
