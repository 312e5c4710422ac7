import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

export interface LoadOptions {
    readonly url: string;
    readonly connections: number;
    readonly seconds: number;
}

export interface LoadResult {
    readonly requests: number;
    readonly perSecond: number;
    /** Connections refused or reset, time-outs and answers other than 2xx and 3xx. */
    readonly errors: number;
}

/** Sends as many requests as the connections carry for the given time, with wrk. */
export async function load(options: LoadOptions): Promise<LoadResult> {
    const { stdout } = await run("wrk", ["-t1", `-c${String(options.connections)}`, `-d${String(options.seconds)}s`, "--timeout", "10s", options.url]);
    return {
        requests: field(stdout, /(\d+) requests in/),
        perSecond: field(stdout, /Requests\/sec:\s+([\d.]+)/),
        errors: errors(stdout),
    };
}

function field(report: string, pattern: RegExp): number {
    const value = pattern.exec(report)?.[1];
    if (value === undefined) {
        throw new Error(`wrk's report has no line like ${String(pattern)}:\n${report}`);
    }
    return Number(value);
}

function errors(report: string): number {
    const sockets = /Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/.exec(report)?.slice(1) ?? [];
    const answers = /Non-2xx or 3xx responses: (\d+)/.exec(report)?.[1] ?? "0";
    return [...sockets, answers].map(Number).reduce((sum, count) => sum + count, 0);
}
