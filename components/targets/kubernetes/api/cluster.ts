import * as http from "node:http";
import * as https from "node:https";
import { text } from "node:stream/consumers";
import { ApiFailure, failureOfAnswer, failureOfConnection } from "./api-failure";
import { credentialsFor, type Credentials } from "./credentials";
import { findAccess, type Access } from "./kubeconfig";

/** How long one answer may take, in milliseconds. */
const patience = 10_000;

/** Of an object its name and labels, without what is in it. */
const metadataAlone = "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io";

interface Request {
    readonly method: "GET" | "POST" | "DELETE";
    readonly path: string;
    readonly body?: string;
    readonly accept?: string;
}

/** The API of the cluster that a kubeconfig's context leads to. */
export class Cluster {
    /** Of the API server, with scheme and port. */
    readonly server: string;
    readonly context: string;
    private login: Promise<Credentials> | undefined;

    /** @param budget how long one answer may take, in milliseconds. */
    constructor(
        private readonly access: Access,
        private readonly budget = patience,
    ) {
        this.server = access.cluster.server;
        this.context = access.context;
    }

    /**
     * Nothing is asked of the cluster yet.
     *
     * @param context null: the kubeconfig's current one.
     * @throws ApiFailure as findAccess does.
     */
    static async ofContext(context: string | null, budget?: number): Promise<Cluster> {
        return new Cluster(await findAccess(context), budget);
    }

    /** @throws ApiFailure, as all that follow. */
    async get<T>(path: string): Promise<T> {
        return JSON.parse(await this.send({ method: "GET", path })) as T;
    }

    /** undefined: there is none. */
    async find<T>(path: string): Promise<T | undefined> {
        try {
            return await this.get<T>(path);
        } catch (error) {
            if (error instanceof ApiFailure && error.status === 404) {
                return undefined;
            }
            throw error;
        }
    }

    /** Whether there is such an object, whatever is in it. */
    async has(path: string): Promise<boolean> {
        try {
            await this.send({ method: "GET", path, accept: metadataAlone });
            return true;
        } catch (error) {
            if (error instanceof ApiFailure && error.status === 404) {
                return false;
            }
            throw error;
        }
    }

    text(path: string): Promise<string> {
        return this.send({ method: "GET", path });
    }

    async ask<T>(path: string, question: unknown): Promise<T> {
        return JSON.parse(await this.send({ method: "POST", path, body: JSON.stringify(question) })) as T;
    }

    async delete(path: string): Promise<void> {
        await this.send({ method: "DELETE", path });
    }

    private async send(request: Request): Promise<string> {
        const first = await this.answer(request);
        // A login may have run out since the kubeconfig was read.
        const { status, body } = first.status === 401 ? await this.answerAfresh(request) : first;
        if (status < 200 || status > 299) {
            throw failureOfAnswer(this.server, status, body);
        }
        return body;
    }

    private answerAfresh(request: Request): Promise<Answer> {
        this.login = undefined;
        return this.answer(request);
    }

    private async answer({ method, path, body, accept = "application/json" }: Request): Promise<Answer> {
        this.login ??= this.logIn();
        const { agent, headers } = await this.login;
        const ofBody = body === undefined ? {} : { "Content-Type": "application/json" };
        const options = { agent, method, signal: AbortSignal.timeout(this.budget), headers: { ...headers, ...ofBody, Accept: accept } };
        try {
            return await exchange(`${this.server}${path}`, options, body);
        } catch (error) {
            const isLate = error instanceof Error && error.name === "AbortError";
            throw failureOfConnection(this.server, isLate ? new Error(`nothing within ${String(this.budget / 1000)} s`) : asError(error));
        }
    }

    private async logIn(): Promise<Credentials> {
        try {
            return await credentialsFor(this.access);
        } catch (error) {
            throw new ApiFailure("refused", `The kubeconfig's credentials for the context ${this.context} can't be used: ${messageOf(error)}`);
        }
    }
}

interface Answer {
    readonly status: number;
    readonly body: string;
}

function exchange(url: string, options: https.RequestOptions, body: string | undefined): Promise<Answer> {
    const { request } = url.startsWith("http:") ? http : https;
    return new Promise((resolve, reject) => {
        request(url, options, response => {
            text(response).then(read => resolve({ status: response.statusCode ?? 0, body: read }), reject);
        })
            .on("error", reject)
            .end(body);
    });
}

function asError(error: unknown): Error {
    return error instanceof Error ? error : new Error(String(error));
}

function messageOf(error: unknown): string {
    return asError(error).message.trim();
}
