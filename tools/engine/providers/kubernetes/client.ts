import { once } from "node:events";
import http from "node:http";
import https from "node:https";
import { ApiFailure } from "../../../../components/targets/kubernetes/api/api-failure";
import { credentialsFor, type Credentials } from "../../../../components/targets/kubernetes/api/credentials";
import { findAccess, type Access } from "../../../../components/targets/kubernetes/api/kubeconfig";
import type { Json } from "../../wire";
import { Unreachable, type Log } from "../provider";
import type { Settings } from "./settings";

/** For one request, from the first packet to the last. Milliseconds. */
const requestTime = 30_000;
/** Milliseconds. */
const connectionTime = 10_000;
/** How often a request is made that may be made again. */
const attempts = 4;
/** For so long nobody tries again to reach a cluster that could not be reached. Milliseconds. */
const rest = 5_000;
/** From then on a refusal of the credentials may mean that they have run out. Milliseconds. */
const shortestLife = 60_000;
/** What a server says that has too much to do, or is about to be replaced by another one. */
const busy = [429, 502, 503, 504];
const noConnection = "ETIMEDOUT";
/** A request that ends with one of these has not reached any server. */
const refusals = [noConnection, "ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "ERR_INVALID_URL"];

export interface Request {
    readonly method: "GET" | "POST" | "PATCH" | "DELETE";
    readonly path: string;
    readonly query?: Readonly<Record<string, string>>;
    readonly body?: Json;
    readonly type?: "application/json" | "application/apply-patch+yaml" | "application/json-patch+json";
}

export interface Reply {
    readonly status: number;
    /** The text itself where it is no JSON. */
    readonly body: Json;
    /** What the cluster thinks of the request besides doing it. */
    readonly warnings: readonly string[];
    readonly retryAfter: number | undefined;
}

const clients = new Map<string, Promise<Client>>();

/** A client for the cluster that the settings name; one for all resources. @throws Unreachable */
export function connect(settings: Settings): Promise<Client> {
    const key = JSON.stringify([settings.kubeconfig, settings.context]);
    const known = clients.get(key);
    if (known !== undefined) {
        return known;
    }
    const client = accessOf(settings).then(access => new Client(access));
    clients.set(key, client);
    // The next operation tries again.
    client.catch(() => clients.delete(key));
    return client;
}

async function accessOf({ context, kubeconfig }: Settings): Promise<Access> {
    try {
        return await findAccess(context === "" ? null : context, kubeconfig);
    } catch (error) {
        throw error instanceof ApiFailure ? new Unreachable(error.message) : error;
    }
}

/** Speaks to one cluster. */
export class Client {
    private readonly told = new Set<string>();
    private login: { readonly since: number; readonly credentials: Promise<Credentials> } | undefined;
    private lost: { readonly at: number; readonly error: Unreachable } | undefined;

    constructor(private readonly access: Access) {}

    /** For messages: which cluster this is. */
    get name(): string {
        return `${this.access.cluster.server} (context "${this.access.context}")`;
    }

    /** Says something once, whichever resource it is said for. */
    tellOnce(log: Log, text: string): void {
        if (!this.told.has(text)) {
            this.told.add(text);
            log(text);
        }
    }

    /**
     * The cluster's answer, whatever it is. What is not harmed by being done twice is tried again where a connection breaks.
     *
     * @throws Unreachable where no server could be asked.
     */
    async ask(request: Request): Promise<Reply> {
        if (this.lost !== undefined && Date.now() - this.lost.at < rest) {
            throw this.lost.error;
        }
        for (let attempt = 1; ; attempt += 1) {
            const last = attempt === attempts;
            const reply = await this.try(request, last || request.method === "POST");
            if (reply !== undefined && (last || !busy.includes(reply.status))) {
                return reply;
            }
            await pause(Math.min((reply?.retryAfter ?? 0) * 1000 || 250 * 2 ** attempt, 10_000));
        }
    }

    private async try(request: Request, last: boolean): Promise<Reply | undefined> {
        try {
            const reply = await this.send(request);
            if (reply.status === 401 && !last && this.haveAged()) {
                this.login = undefined;
                return undefined;
            }
            return reply;
        } catch (error) {
            const { code = "", message } = error as { code?: string; message: string };
            const said = code === "ABORT_ERR" ? `no answer in ${String(requestTime / 1000)} s` : message || code;
            if (error instanceof Unreachable || isCertificateProblem(code)) {
                throw this.lose(`The cluster at ${this.name} can't be trusted or logged in to: ${said}`);
            }
            if (!last && code !== noConnection) {
                return undefined;
            }
            const what = `The cluster does not answer at ${this.name}: ${said}`;
            throw refusals.includes(code) ? this.lose(`${what}. Check that it runs, and that the kubeconfig says where.`) : new Error(what);
        }
    }

    private lose(message: string): Unreachable {
        const error = new Unreachable(message);
        this.lost = { at: Date.now(), error };
        return error;
    }

    private haveAged(): boolean {
        return this.login !== undefined && Date.now() - this.login.since > shortestLife;
    }

    private async send({ method, path, query = {}, body, type = "application/json" }: Request): Promise<Reply> {
        const { agent, headers } = await this.credentials();
        const search = new URLSearchParams(query).toString();
        const url = new URL(`${this.access.cluster.server}${path}${search === "" ? "" : `?${search}`}`);
        const data = body === undefined ? "" : JSON.stringify(body);
        const content = data === "" ? {} : { "Content-Type": type, "Content-Length": String(Buffer.byteLength(data)) };
        const request = (url.protocol === "http:" ? http : https).request(url, {
            method,
            agent,
            headers: { ...headers, Accept: "application/json", "User-Agent": "evenkeel", ...content },
            signal: AbortSignal.timeout(requestTime),
        });
        failUnlessConnected(request);
        request.end(data);
        const [response] = (await once(request, "response")) as [http.IncomingMessage];
        return replyOf(response, await textOf(response));
    }

    /** The plugins that get a token are asked once, and again where it no longer serves. */
    private credentials(): Promise<Credentials> {
        this.login ??= { since: Date.now(), credentials: this.logIn() };
        return this.login.credentials;
    }

    private async logIn(): Promise<Credentials> {
        try {
            return await credentialsFor(this.access);
        } catch (error) {
            throw new Unreachable(error instanceof Error ? error.message : String(error));
        }
    }
}

/** An address where nothing answers is known as such sooner than a request that takes its time. */
function failUnlessConnected(request: http.ClientRequest): void {
    request.once("socket", socket => {
        if (socket.connecting) {
            const timer = setTimeout(() => {
                request.destroy(Object.assign(new Error(`no connection in ${String(connectionTime / 1000)} s`), { code: noConnection }));
            }, connectionTime);
            const settled = (): void => {
                clearTimeout(timer);
            };
            socket.once("connect", settled).once("close", settled);
        }
    });
}

function isCertificateProblem(code: string): boolean {
    return /^(CERT_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|ERR_TLS_)/.test(code);
}

async function textOf(response: http.IncomingMessage): Promise<string> {
    const parts: Buffer[] = [];
    for await (const part of response) {
        parts.push(part as Buffer);
    }
    return Buffer.concat(parts).toString("utf8");
}

function replyOf({ statusCode = 0, headers }: http.IncomingMessage, said: string): Reply {
    const after = Number(headers["retry-after"]);
    return { status: statusCode, body: jsonOr(said), warnings: warningsOf(headers["warning"]), retryAfter: Number.isFinite(after) ? after : undefined };
}

function jsonOr(said: string): Json {
    try {
        return JSON.parse(said) as Json;
    } catch {
        return said.trim();
    }
}

/** `299 - "text"`, several of them behind one another. */
function warningsOf(header: string | string[] | undefined): string[] {
    return [...String(header ?? "").matchAll(/\d{3} \S+ "((?:[^"\\]|\\.)*)"/g)].map(([, text = ""]) => text.replace(/\\(.)/g, "$1"));
}

export function pause(milliseconds: number): Promise<void> {
    return new Promise(resolve => setTimeout(resolve, milliseconds));
}
