import type { Model, Monitoring, Paths, Service } from "../../components/config/model";
import type { Alerts } from "../../components/config/model-containers";
import { subjectNames } from "../../components/tls/names";
import { change, risking, weights, wholeStack, type Change, type Place } from "./change";
import { without } from "./collections";
import { list } from "./formats";
import { called, fields, orNone, type Shape } from "./shape";
import { policyChanges } from "./shapes/policies";
import { serviceChanges } from "./shapes/service";
import { nginx, site } from "./shapes/site";
import { targetChanges } from "./shapes/target";
import { tls } from "./shapes/tls";
import { choice, duration, number, secretUrl, text } from "./shapes/values";
import { switchChanges } from "./target-switch";

const alerts = fields<Alerts>({ webhook: orNone(secretUrl), errorRatio: number, latency: duration, certificate: duration });
const monitoring = orNone(fields<Monitoring>({ retention: orNone(duration), interval: duration, alerts }));

const paths = fields<Paths>({
    conf: called("the folder of nginx.conf", text),
    home: called("host.directory", text),
    state: called("the folder of the health checker's state", text),
    logs: called("the folder of logs", text),
    cache: called("the folder of kept answers", text),
    pid: called("nginx's pid file", text),
    control: called("the control socket", orNone(text, "loopback")),
});

type Whole = Pick<Model, "proxy" | "site" | "tls" | "nginx" | "monitoring">;

/** What is compared by itself, whatever the target. */
const whole: Shape<Whole> = fields<Whole>({ proxy: choice(), site, tls, nginx, monitoring });

const root: Place = { subject: wholeStack, path: "" };

/** Every difference between two models. Empty where there is none. */
export function modelChanges(before: Model, after: Model): Change[] {
    const switched = before.target.kind !== after.target.kind;
    return [
        ...nameChanges(before.name, after.name),
        ...(switched ? switchChanges(before, after) : targetChanges(before.target, after.target, root)),
        ...whole.changes(before, after, root),
        ...policyChanges(before, after, root),
        ...serviceChanges(switched ? before.services.map(service => asOn(after, service)) : before.services, after.services),
        ...ownCertificateChanges(before, after),
        ...pathChanges(before, after),
    ];
}

function nameChanges(before: string, after: string): Change[] {
    const risk = "Everything is made anew under the other name, beside the old one, which goes last: where both want the same ports, the new one can't start.";
    return before === after ? [] : risking(risk, [change(root, `site.name ${before} to ${after}`, weights.moved)]);
}

/** A certificate of the stack's own covers its names and nodes, and is made anew with them; its authority stays. */
function ownCertificateChanges(before: Model, after: Model): Change[] {
    if (before.tls.mode !== "self-signed" || after.tls.mode !== "self-signed") {
        return [];
    }
    const [from, to] = [before, after].map(model => Object.values(subjectNames(model)).flat());
    const same = without(from ?? [], to ?? []).length + without(to ?? [], from ?? []).length === 0;
    return same ? [] : [change(root, `the stack's own certificate is made anew, for ${list(to ?? [])}`, weights.certificate)];
}

/** What runs the instances is told of by the switch itself. */
function asOn(after: Model, service: Service): Service {
    const now = after.services.find(({ name }) => name === service.name);
    return now === undefined ? service : { ...service, container: now.container, pods: now.pods, instances: now.instances, backup: now.backup, metrics: now.metrics, retries: now.retries };
}

/** They go by the name, the target and its directory. */
function pathChanges(before: Model, after: Model): readonly Change[] {
    const follow = before.name !== after.name || before.target.kind !== after.target.kind || prefixOf(before) !== prefixOf(after);
    return follow ? [] : paths.changes(fromHome(before.paths), fromHome(after.paths), root);
}

/** What lies in the home moves with it. */
function fromHome(paths: Paths): Paths {
    const inside = (path: string): string => (path.startsWith(`${paths.home}/`) ? path.slice(paths.home.length + 1) : path);
    return { ...paths, state: inside(paths.state), cache: inside(paths.cache) };
}

function prefixOf({ target }: Model): string {
    return target.kind === "host" ? target.prefix : "";
}
