import { fewestPods } from "../../../components/config/resolve/pods";
import type { Failover, Health, Metrics, Retries, Service } from "../../../components/config/model";
import { atLeast, change, risking, weights, wholeStack, type Change, type Place } from "../change";
import { paired } from "../collections";
import { count, list } from "../formats";
import { below, called, fields, orNone, type Shape } from "../shape";
import { container, showImage } from "./container";
import { backupInstanceChanges, instanceChanges, type CountedBy } from "./instances";
import { pods } from "./pods";
import { fateOf, routeChanges, type Sides } from "./route";
import { choice, duration, number, text, yesOrNo } from "./values";

const metrics = fields<Metrics>({ path: text, interval: duration });

type Plain = Omit<Service, "name" | "routes" | "instances" | "backup" | "retries" | "pods">;

const plain = fields<Plain>({
    balance: choice(),
    health: fields<Health>({ path: text, interval: duration, timeout: duration, rise: number, fall: number }),
    failover: fields<Failover>({ maxFails: number, failTimeout: duration }),
    keepalive: number,
    container: called("", orNone(container, "instances of your own")),
    metrics: orNone(metrics),
});

const retries = fields<Retries>({ attempts: number, nonIdempotent: yesOrNo });
const withPods: Shape<Service["pods"]> = orNone(pods);

export function serviceChanges(before: readonly Service[], after: readonly Service[]): Change[] {
    const sides = { before, after };
    return paired(before, after, { subject: wholeStack, path: "" }, {
        name: ({ name }) => name,
        come: service => [change(placeOf(service), `new, ${description(service)}`, weights.added)],
        go: service => removed(service, sides),
        both: (old, now) => changesOf(old, now, sides),
    });
}

/** `3 instances and 1 backup of app:1.0.0, on / and /backup`. */
export function description(service: Service): string {
    const { container: started, routes } = service;
    return `${amount(service)}${started === null ? "" : ` of ${showImage(started.image)}`}, on ${list(routes.map(({ path }) => path))}`;
}

function amount({ instances, backup, pods }: Service): string {
    const [many, spare] = pods === null ? [count(instances.length, "instance"), backup.length] : [podCount(pods), pods.backups];
    return spare === 0 ? many : `${many} and ${count(spare, "backup")}`;
}

function podCount({ autoscaling, replicas }: NonNullable<Service["pods"]>): string {
    return autoscaling === null ? count(replicas, "instance") : `${String(autoscaling.min)} to ${count(autoscaling.max, "instance")}`;
}

function removed(service: Service, sides: Sides): Change[] {
    return risking(fateOf(service.routes.map(({ path }) => path), sides), [change(placeOf(service), "removed")]);
}

function changesOf(before: Service, after: Service, sides: Sides): Change[] {
    const at = placeOf(after);
    const by = countedBy(after);
    return [
        ...routeChanges(before, after, at, sides),
        ...instanceChanges(before.instances, after.instances, at, by),
        ...backupInstanceChanges(before.backup, after.backup, at, by),
        ...withPods.changes(before.pods, after.pods, at),
        ...plain.changes(before, after, at),
        ...retryChanges(before, after, below(at, "retries")),
    ];
}

function countedBy({ container: started, pods: counted }: Service): CountedBy {
    if (counted !== null) {
        return "pods";
    }
    return started === null ? "addresses" : "slots";
}

function retryChanges(before: Service, after: Service, at: Place): Change[] {
    const changes = retries.changes(before.retries, after.retries, at);
    const counted = before.retries.attempts === everyOne(before) && after.retries.attempts === everyOne(after) && everyOne(before) !== everyOne(after);
    return counted ? changes.map(each => (each.text.includes("attempts") ? { ...each, weight: weights.follows } : each)) : atLeast(weights.ordinary, changes);
}

/** What the attempts are where the stack file leaves them to the number of instances. */
function everyOne({ pods, instances, backup }: Service): number {
    return (pods === null ? instances.length : fewestPods(pods)) + (backup.length > 0 ? 1 : 0);
}

function placeOf({ name }: Service): Place {
    return { subject: { kind: "service", name }, path: "" };
}
