import { nearestGiven } from "../inherit";
import type { Problem } from "../problem";
import { inherited } from "../setting";
import { healthSettings, servicePolicy } from "../settings/service-policy";
import type { Draft } from "../settings/stack";
import { formatDuration } from "../units";
import { servicesOf, type Rule, type ServiceDraft, type ServiceEntry } from "./drafts";

type Policy = NonNullable<Draft["defaults"]>;

/** A level that sets policies: `defaults`, or a service. */
interface Level {
    readonly path: string;
    readonly own: Policy;
    /** What holds where this level says nothing. */
    readonly above: Policy;
}

/** A check that runs into the next one would report the past. */
export const checksEndBeforeTheNextBegins: Rule = (draft) =>
    levelsOf(draft).flatMap(({ path, own, above }): Problem[] => {
        const set = (["timeout", "interval"] as const).find((key) => own.health?.[key] !== inherited);
        const timeout = nearestGiven(healthSettings.timeout, own.health?.timeout, above.health?.timeout);
        const interval = nearestGiven(healthSettings.interval, own.health?.interval, above.health?.interval);
        if (set === undefined || typeof timeout !== "number" || interval === undefined || timeout < interval) {
            return [];
        }
        const found = `a timeout of ${formatDuration(timeout)} with an interval of ${formatDuration(interval)}`;
        return [{ path: `${path}.health.${set}`, found, allowed: "a timeout shorter than the interval", fix: "Shorten the timeout or lengthen the interval." }];
    });

/** A worker that is full of idle connections has none left for clients. */
export const keepaliveLeavesRoom: Rule = (draft) =>
    levelsOf(draft).flatMap(({ path, own }): Problem[] => {
        const { keepalive } = own;
        const room = Math.floor((draft.nginx?.workerConnections ?? Infinity) / 2);
        if (typeof keepalive !== "number" || keepalive <= room) {
            return [];
        }
        return [{
            path: `${path}.keepalive`,
            found: `${keepalive}, with ${room * 2} connections for each worker`,
            allowed: `at most half of nginx.workerConnections, ${room}`,
            fix: "Lower it, or raise `nginx.workerConnections`.",
        }];
    });

/** nginx has no backups for the methods that tie clients or requests to instances. */
export const backupsNeedATurn: Rule = (draft) =>
    servicesOf(draft).flatMap(({ path, value }): Problem[] => {
        const balance = nearestGiven(servicePolicy.balance, value.balance, draft.defaults?.balance);
        const tied = balance === "hash" || balance === "ip_hash" || balance === "random";
        if (!tied || !hasBackup(value)) {
            return [];
        }
        const at = value.balance === inherited ? "backup" : "balance";
        const fix = "Choose one of these methods, or move the backup to `instances`.";
        return [{ path: `${path}.${at}`, found: `${balance} with a backup`, allowed: "least_conn or round_robin where there is a backup", fix }];
    });

function hasBackup({ backup }: ServiceDraft): boolean {
    return typeof backup === "number" ? backup > 0 : (backup ?? []).length > 0;
}

function levelsOf(draft: Draft): Level[] {
    const { defaults } = draft;
    if (defaults === undefined) {
        return [];
    }
    const shared = { path: "defaults", own: defaults, above: defaults };
    return [shared, ...servicesOf(draft).map(({ path, value }: ServiceEntry) => ({ path, own: value, above: defaults }))];
}
