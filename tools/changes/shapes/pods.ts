import type { Autoscaling, Claim, Pods, Probe, Probes, ScalingPace } from "../../../components/config/model-kubernetes";
import { atLeast, change, risking, weights, type Change, type Place } from "../change";
import { named } from "../collections";
import { count } from "../formats";
import { below, called, fields, orNone, ownName, type Shape } from "../shape";
import { choice, duration, number, percent, size, text } from "./values";

const pace = fields<ScalingPace>({ stabilization: duration, percent, period: duration });

/** The share of what is requested that is aimed at. */
const aim = orNone(percent);

const autoscaling = fields<Autoscaling>({
    min: number,
    max: number,
    cpu: aim,
    memory: aim,
    scaleUp: called("behavior.scaleUp", pace),
    scaleDown: called("behavior.scaleDown", pace),
});

const probe = fields<Probe>({ path: text, interval: duration, timeout: duration, fall: number });
const probes = fields<Omit<Probes, "startPeriod">>({ liveness: probe, readiness: probe });

const claim = fields<Claim>({ name: ownName, size, accessMode: choice(), storageClass: orNone(text, "the cluster's default class") });
const claims = named(({ name }) => name, claim);

export const pods: Shape<Pods> = {
    show: ({ replicas }) => count(replicas, "instance"),
    changes(before, after, at) {
        return [
            ...numberChanges(before, after, at),
            ...backupChanges(before.backups, after.backups, at),
            ...(before.autoscaling === null || after.autoscaling === null ? [] : atLeast(weights.scaled, autoscaling.changes(before.autoscaling, after.autoscaling, below(at, "autoscaling")))),
            ...probes.changes(before.probes, after.probes, below(at, "probes")),
            ...duration.changes(before.probes.startPeriod, after.probes.startPeriod, below(at, "health.startPeriod")),
            ...claims.changes(before.claims, after.claims, below(at, "the claims of volumes")),
        ];
    },
};

function numberChanges(before: Pods, after: Pods, at: Place): Change[] {
    const [from, to] = [before.autoscaling, after.autoscaling];
    if ((from === null) !== (to === null)) {
        return [change(at, `${scaling(before)} to ${scaling(after)}`, weights.scaled)];
    }
    if (before.replicas === after.replicas) {
        return [];
    }
    return to === null
        ? [change(at, `${String(before.replicas)} to ${count(after.replicas, "instance")}`, weights.scaled)]
        : [change(at, `instances ${String(before.replicas)} to ${String(after.replicas)}, while it is the autoscaler that counts`)];
}

function scaling({ autoscaling, replicas }: Pods): string {
    return autoscaling === null ? count(replicas, "instance") : `autoscaling from ${String(autoscaling.min)} to ${count(autoscaling.max, "instance")}`;
}

/** As a word on what is there when all others are down. */
export function backupChanges(before: number, after: number, at: Place): Change[] {
    if (before === after) {
        return [];
    }
    const changes = [change(at, `${String(before)} to ${count(after, "backup")}`, weights.scaled)];
    return after === 0 ? risking("Nothing serves while all of its instances are down.", changes) : changes;
}
