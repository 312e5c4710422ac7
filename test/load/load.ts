import { performance } from "node:perf_hooks";
import { BrokenConnection, Connection, type Answer, type Endpoint } from "./connection";

export interface LoadOptions {
    readonly url: string;
    /** The site's name, where the address in `url` is not it. */
    readonly host?: string;
    /** Paths in turn; one when all requests are alike. */
    readonly paths: readonly string[];
    /** Requests per second, sent on schedule whether or not earlier ones have been answered. */
    readonly rate?: number;
    /**
     * `fresh`: each request on a connection of its own, and nothing is ever sent twice. `keep-alive`: connections are
     * reused, and a request is sent once more when a REUSED connection ends before any byte of the answer: the server may
     * close an idle connection at any time, so every browser does that (RFC 9110, 9.2.2 and RFC 9112, 9.3.1).
     */
    readonly connections: "fresh" | "keep-alive";
    /** Milliseconds until a request counts as failed. */
    readonly timeout?: number;
    /** Answer header that names the instance. */
    readonly instanceHeader?: string;
}

export interface Failure {
    /** Milliseconds after the start of the load. */
    readonly at: number;
    readonly path: string;
    readonly why: string;
}

export interface Result {
    /** Milliseconds after the start of the load at which the request was due. */
    readonly at: number;
    readonly path: string;
    readonly status: number;
    readonly milliseconds: number;
    readonly instance: string;
}

export interface Report {
    readonly sent: number;
    readonly results: readonly Result[];
    readonly failures: readonly Failure[];
    /** Requests that were sent a second time on a new connection. */
    readonly resent: number;
    /** Answers by instance. */
    readonly instances: Readonly<Record<string, number>>;
    /** The slowest answer that was due at `from` or later, in milliseconds. */
    slowest(from?: number): number;
    /** The longest that this process itself was kept from sending, in milliseconds: a flood of requests came after it. */
    readonly longestPause: number;
    /** Share `part` (0.5, 0.99) of the answers took no longer than this, in milliseconds. */
    percentile(part: number): number;
}

const defaultRate = 200;
const defaultTimeout = 10_000;
const tick = 5;

/** GET requests at a fixed rate, from `start` until `stop`, which waits for the last answers and reports. */
export class Load {
    private readonly endpoint: Endpoint;
    private readonly results: Result[] = [];
    private readonly failures: Failure[] = [];
    private readonly idle: Connection[] = [];
    private readonly underWay = new Set<Promise<void>>();
    private readonly begun = performance.now();
    private readonly timer: NodeJS.Timeout;
    private sent = 0;
    private lastTick = 0;
    private longestPause = 0;
    private resent = 0;

    private constructor(private readonly options: LoadOptions) {
        const url = new URL(options.url);
        const tls = url.protocol === "https:";
        this.endpoint = { host: url.hostname, port: Number(url.port === "" ? (tls ? 443 : 80) : url.port), tls };
        this.timer = setInterval(() => {
            this.sendDue();
        }, tick);
    }

    static start(options: LoadOptions): Load {
        return new Load(options);
    }

    /** Milliseconds since the start: for relating results to what a test did meanwhile. */
    get elapsed(): number {
        return performance.now() - this.begun;
    }

    async stop(): Promise<Report> {
        clearInterval(this.timer);
        await Promise.all(this.underWay);
        this.idle.forEach(connection => {
            connection.close();
        });
        return report(this.sent, this.results, this.failures, this.resent, this.longestPause);
    }

    private sendDue(): void {
        this.longestPause = Math.max(this.longestPause, this.elapsed - this.lastTick);
        this.lastTick = this.elapsed;
        const due = Math.floor((this.elapsed / 1000) * (this.options.rate ?? defaultRate));
        for (; this.sent < due; this.sent += 1) {
            const path = this.options.paths[this.sent % this.options.paths.length] ?? "/";
            const request = this.request(path).finally(() => this.underWay.delete(request));
            this.underWay.add(request);
        }
    }

    private async request(path: string): Promise<void> {
        const at = this.elapsed;
        try {
            const { status, headers } = await this.exchange(path);
            const instance = headers.get((this.options.instanceHeader ?? "x-server").toLowerCase()) ?? "";
            this.results.push({ at, path, status, milliseconds: this.elapsed - at, instance });
            if (status >= 400) {
                this.failures.push({ at, path, why: `status ${String(status)} from ${instance === "" ? "the proxy" : instance}` });
            }
        } catch (error) {
            this.failures.push({ at, path, why: error instanceof Error ? error.message : String(error) });
        }
    }

    private async exchange(path: string): Promise<Answer> {
        const connection = this.reuse() ?? (await this.open());
        const wasReused = connection.isReused;
        try {
            return await this.exchangeOn(connection, path);
        } catch (error) {
            if (!(wasReused && error instanceof BrokenConnection && !error.answered)) {
                throw error;
            }
            this.resent += 1;
            return this.exchangeOn(await this.open(), path);
        }
    }

    private async exchangeOn(connection: Connection, path: string): Promise<Answer> {
        const keep = this.options.connections === "keep-alive";
        const host = this.options.host ?? `${this.endpoint.host}:${String(this.endpoint.port)}`;
        const request = `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: ${keep ? "keep-alive" : "close"}\r\n\r\n`;
        const answer = await connection.exchange(request, this.options.timeout ?? defaultTimeout);
        if (keep && connection.reusable) {
            this.idle.push(connection);
        } else {
            connection.close();
        }
        return answer;
    }

    /** The longest idle first: those meet the server's own idle timeout, as a browser's do. */
    private reuse(): Connection | undefined {
        for (let next = this.idle.shift(); next !== undefined; next = this.idle.shift()) {
            if (next.reusable) {
                return next;
            }
        }
        return undefined;
    }

    private open(): Promise<Connection> {
        return Connection.open(this.endpoint, this.options.timeout ?? defaultTimeout);
    }
}

function report(sent: number, results: readonly Result[], failures: readonly Failure[], resent: number, longestPause: number): Report {
    const instances: Record<string, number> = {};
    for (const { instance } of results) {
        instances[instance] = (instances[instance] ?? 0) + 1;
    }
    const times = results.map(result => result.milliseconds).sort((a, b) => a - b);
    return {
        sent,
        results,
        failures,
        resent,
        longestPause,
        instances,
        slowest: (from = 0) => Math.max(0, ...results.filter(result => result.at >= from).map(result => result.milliseconds)),
        percentile: part => times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0,
    };
}
