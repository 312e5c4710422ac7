import type { Compression, Header, Logging, Maintenance, NginxTuning, RateLimit, Site, StaticFiles } from "../../../components/config/model";
import { atLeast, change, risking, weights, type Change, type Place } from "../change";
import { comeAndGo, without, words } from "../collections";
import { list } from "../formats";
import { called, fields, orNone, type Shape } from "../shape";
import { admitted, guarding } from "./guards";
import { choice, duration, number, numberOrAuto, rate, size, text, variables } from "./values";

export const rateLimit: Shape<RateLimit> = fields<RateLimit>({ rate, burst: number });

const staticFiles = fields<StaticFiles>({ path: text, root: text, expires: duration });
const maintenance = fields<Maintenance>({ allow: words(), retryAfter: duration, message: text });
const logging = fields<Logging>({ access: choice(), errorLevel: choice() });
const compression = fields<Compression>({ level: number, minLength: size, types: words() });
const headers: Shape<readonly Header[]> = variables;

const address = orNone(text, "all addresses");

export const listening: Shape<string | null> = {
    ...address,
    changes(before, after, at) {
        const changes = address.changes(before, after, at);
        return after === null ? changes : risking(`Clients that use any address but ${after} are refused.`, changes);
    },
};

export const site: Shape<Site> = fields<Site>({
    hosts: { show: names => list(names), changes: hostChanges },
    httpPort: called("http", port()),
    httpsPort: called("https", port()),
    listen: listening,
    rateLimit: guarding("No client is held to any number of requests.", orNone(rateLimit)),
    headers,
    trustedProxies: admitted("none", "say in X-Forwarded-For which client it is"),
    operators: admitted("none", "reach what is for operators"),
    staticFiles: called("static", orNone(staticFiles)),
    maintenance: maintained(),
    logging,
    compression: orNone(compression),
    drain: duration,
});

export const nginx: Shape<NginxTuning> = fields<NginxTuning>({
    version: text,
    workerProcesses: numberOrAuto,
    workerConnections: number,
    user: orNone(text, "the account that starts nginx"),
});

function port(): Shape<number> {
    return { ...number, changes: (before, after, at) => risking(`Clients that use port ${String(before)} are refused.`, number.changes(before, after, at)) };
}

function maintained(): Shape<Maintenance | null> {
    const shape = orNone(maintenance);
    return {
        ...shape,
        changes(before, after, at) {
            const changes = shape.changes(before, after, at);
            if (before !== null || after === null) {
                return changes;
            }
            const few = after.allow.length === 0 ? "All clients" : `All clients but ${list(after.allow)}`;
            return risking(`${few} get 503.`, changes);
        },
    };
}

/** A site with no names answers to any. */
function hostChanges(before: readonly string[], after: readonly string[], at: Place): Change[] {
    const [come, go] = [without(after, before), without(before, after)];
    if (before.length > 0 && after.length > 0) {
        const name = after[0] ?? "";
        const main = before[0] === name ? [] : [change(at, `${name} is the main one of ${at.path}`)];
        const others = before.join("\n") !== after.join("\n") && come.length + go.length + main.length === 0 ? [change(at, `${at.path} in another order: ${after.join(", ")}`)] : [];
        return [...(come.length + go.length === 0 ? [] : gone(go, [change(at, `${at.path}: ${comeAndGo(come, go)}`)])), ...main, ...others];
    }
    if (before.length + after.length === 0) {
        return [];
    }
    return after.length === 0
        ? [change(at, `${at.path} ${list(before)} to any name`, weights.added)]
        : risking("Clients that use any other name get 421.", [change(at, `${at.path} any name to ${list(after)}`)]);
}

function gone(names: readonly string[], changes: readonly Change[]): Change[] {
    return names.length === 0 ? atLeast(weights.added, changes) : risking(`Clients that use ${list(names)} get 421.`, changes);
}
