import { isObject, type Json } from "../../wire";
import { Undone } from "../provider";
import type { Reply } from "./client";

/** The cluster has refused a request. */
export class Refused extends Undone {
    constructor(
        message: string,
        readonly reply: Reply,
    ) {
        super(message);
    }

    /** Whether the object is to be in a namespace that is not there. */
    get lacksNamespace(): boolean {
        return this.reply.status === 404 && detailsOf(this.reply)["kind"] === "namespaces";
    }

    /** Whether the cluster does not know the kind of object at all. */
    get isUnknownKind(): boolean {
        return this.reply.status === 404 && !isObject(this.reply.body);
    }

    /** Whether whoever asked lacks the right to, where others refusals of the same status are about what was asked for. */
    get isForbidden(): boolean {
        return this.reply.status === 403 && rightOf(saidBy(this.reply)) !== undefined;
    }

    /** Whether a webhook of the cluster's stands in the way of only asking. */
    get isUnaskable(): boolean {
        return this.reply.status === 400 && saidBy(this.reply).includes("does not support dry run");
    }

    /** Whether the object is wrong in itself, wherever it is to be; what a webhook or a policy denies may be right elsewhere. */
    get isOfTheObject(): boolean {
        return [400, 422, 500].includes(this.reply.status) && !this.isUnaskable && !isDenied(saidBy(this.reply));
    }

    get exists(): boolean {
        return this.reply.status === 409 && reasonOf(this.reply) === "AlreadyExists";
    }

    /** Whether it is wrong in itself, or for what is there under its name. */
    get isInvalid(): boolean {
        return this.reply.status === 422;
    }
}

/** @param what the object, and `cluster` where it was to be, as the message is to name them. */
export function refused(what: string, cluster: string, reply: Reply): Refused {
    return new Refused(words(what, cluster, reply), reply);
}

function words(what: string, cluster: string, reply: Reply): string {
    const said = saidBy(reply);
    if (isDenied(said)) {
        return `${what}: ${notAdmitted(said)}`;
    }
    switch (reply.status) {
        case 401:
            return `${what}: the cluster at ${cluster} does not know these credentials. Log in to it again, or get a new kubeconfig.`;
        case 403:
            return `${what}: ${forbidden(said, cluster)}`;
        case 404:
            return `${what}: ${missing(reply, cluster)}`;
        case 409:
            return `${what}: ${conflict(reply)}`;
        case 422:
            return [`${what}: the cluster finds this invalid:`, ...causesOf(reply).map(({ field, message }) => `    ${field}: ${message}`)].join("\n");
        default:
            return `${what}: ${undeclared(said) ?? `the cluster answers ${String(reply.status)}: ${said}`}`;
    }
}

/** What a request would have to be allowed, in the words of the cluster's authorizer. */
const right = /User "([^"]*)" cannot (\S+) resource "([^"]*)" in API group "([^"]*)"(?: in the namespace "([^"]*)")?/;

function rightOf(said: string): RegExpMatchArray | undefined {
    return said.match(right) ?? undefined;
}

function forbidden(said: string, cluster: string): string {
    const [, user, verb, resource, group, namespace] = rightOf(said) ?? [];
    if (user !== undefined) {
        const where = namespace === undefined ? "" : ` in the namespace ${namespace}`;
        const of = group ? `${resource ?? ""}.${group}` : (resource ?? "");
        return `${user} may not ${verb ?? ""} ${of}${where} of the cluster at ${cluster}. Ask whoever runs it for a role with that right.`;
    }
    const quota = /exceeded quota: (.*)$/s.exec(said)?.[1];
    if (quota !== undefined) {
        return `it does not fit into the namespace's quota: ${quota}. Ask for less, or for a larger quota.`;
    }
    if (said.includes("it is being terminated")) {
        return "its namespace is being deleted. Wait until it is gone, and run this again.";
    }
    return notAdmitted(said);
}

/** Whether a webhook or a policy of the cluster's has said no, which has no status of its own. */
function isDenied(said: string): boolean {
    return /denied (the )?request/.test(said);
}

function notAdmitted(said: string): string {
    return `the cluster does not admit it: ${said.replace(/^.* is forbidden: /, "")}`;
}

function missing(reply: Reply, cluster: string): string {
    const { kind, name } = detailsOf(reply);
    if (kind === "namespaces") {
        return `there is no namespace ${String(name)}.`;
    }
    return isObject(reply.body) ? "it is not there." : `the cluster at ${cluster} does not know this kind of object. Install what brings it (its CustomResourceDefinitions), or leave the setting out that asks for it.`;
}

function conflict(reply: Reply): string {
    const owners = causesOf(reply).filter(({ reason }) => reason === "FieldManagerConflict");
    if (owners.length > 0) {
        const lines = owners.map(({ field, message }) => `    ${field}: ${message.replace(/^conflict with /, "set by ")}`);
        return ["others have set fields of it that this would change:", ...lines, "Have them let go, or let the provider take the fields over (enablePatchForce)."].join("\n");
    }
    if (reasonOf(reply) === "AlreadyExists") {
        return "an object of this kind and name is there already, and this stack did not make it. Delete it, choose another name, or let the provider take it over (upsertExistingObjects).";
    }
    return saidBy(reply);
}

/** Fields that are none, as the cluster names them: one for an object that is applied, all of them for one that is created. */
function undeclared(said: string): string | undefined {
    const applied = [...said.matchAll(/(?:^|: |\s)(\.\S+(?: \S+)*?): field not declared in schema/g)].map(([, field = ""]) => field.slice(1));
    const created = [...said.matchAll(/unknown field "([^"]*)"/g)].map(([, field = ""]) => field);
    const fields = [...new Set([...created, ...applied])];
    return fields.length === 0 ? undefined : `it has no field ${fields.join(", ")} in this cluster's version of the API. Check the spelling, or leave it out.`;
}

export function saidBy({ body }: Reply): string {
    const said = isObject(body) ? body["message"] : body;
    return typeof said === "string" ? said : JSON.stringify(said);
}

function reasonOf({ body }: Reply): Json | undefined {
    return isObject(body) ? body["reason"] : undefined;
}

function detailsOf({ body }: Reply): Record<string, Json> {
    const details = isObject(body) ? body["details"] : undefined;
    return isObject(details) ? details : {};
}

interface Cause {
    readonly reason: string;
    readonly field: string;
    readonly message: string;
}

function causesOf(reply: Reply): Cause[] {
    const { causes } = detailsOf(reply);
    const all = Array.isArray(causes) ? (causes as readonly Json[]).filter(isObject) : [];
    const text = (value: Json | undefined): string => (typeof value === "string" ? value : "");
    const named = all.map(cause => ({ reason: text(cause["reason"]), field: text(cause["field"]).replace(/^\./, ""), message: text(cause["message"]) }));
    return named.length > 0 ? named : [{ reason: "", field: "object", message: saidBy(reply) }];
}
