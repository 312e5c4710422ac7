import * as http from "node:http";
import * as https from "node:https";
import { text } from "node:stream/consumers";
import type { KubeConfig } from "@kubernetes/client-node/dist/config.js";
import { ApiFailure, failureOfAnswer, failureOfConnection } from "./api-failure";
import { loadKubeconfig } from "./kubeconfig";

/** How long one answer may take, in milliseconds. */
const patience = 10_000;

interface Request {
    readonly method: "GET" | "POST" | "DELETE";
    readonly path: string;
    readonly body?: string;
}

/** The API of the cluster that a kubeconfig's context leads to. */
export class Cluster {
    /** Of the API server, with scheme and port. */
    readonly server: string;
    readonly context: string;
    private login: Promise<https.RequestOptions> | undefined;

    /** @param budget how long one answer may take, in milliseconds. */
    constructor(
        private readonly config: KubeConfig,
        private readonly budget = patience,
    ) {
        this.server = config.getCurrentCluster()?.server ?? "";
        this.context = config.getCurrentContext();
    }

    /**
     * Nothing is asked of the cluster yet.
     *
     * @param context null: the kubeconfig's current one.
     * @throws ApiFailure as loadKubeconfig does.
     */
    static async ofContext(context: string | null, budget?: number): Promise<Cluster> {
        return new Cluster(await loadKubeconfig(context), budget);
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

    private async answer({ method, path, body }: Request): Promise<Answer> {
        this.login ??= this.logIn();
        const options = await this.login;
        const headers = { ...options.headers, ...(body === undefined ? {} : { "Content-Type": "application/json" }) };
        try {
            return await exchange(`${this.server}${path}`, { ...options, method, headers, signal: AbortSignal.timeout(this.budget) }, body);
        } catch (error) {
            throw failureOfConnection(this.server, asError(error, this.budget));
        }
    }

    private async logIn(): Promise<https.RequestOptions> {
        const options: https.RequestOptions = {};
        try {
            await this.config.applyToHTTPSOptions(options);
        } catch (error) {
            this.login = undefined;
            throw new ApiFailure("refused", `The kubeconfig's credentials for the context ${this.context} can't be used: ${asError(error, this.budget).message.trim()}`);
        }
        return { ...options, agent: this.keepingConnections(options.agent) };
    }

    /** Whoever asks once a second need not shake hands each time. */
    private keepingConnections(agent: https.RequestOptions["agent"]): https.RequestOptions["agent"] {
        const isPlain = agent instanceof https.Agent && this.config.getCurrentCluster()?.proxyUrl === undefined;
        return isPlain ? new https.Agent({ ...agent.options, keepAlive: true }) : agent;
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

function asError(error: unknown, budget: number): Error {
    if (error instanceof Error && error.name === "AbortError") {
        return new Error(`no answer within ${String(budget / 1000)} seconds`);
    }
    return error instanceof Error ? error : new Error(String(error));
}
