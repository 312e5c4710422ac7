import { load, type LoadResult } from "./load";
import { statusPort, type Contestant } from "./contestants";
import { ProxyProcess } from "./proxy-process";

/** One contestant's figures in one round. */
export interface Figures extends LoadResult {
    /** Of the proxy's processes, in milliseconds for every 1,000 requests. */
    readonly cpuPerThousand: number;
    /** Connections opened to the instances for every 1,000 requests. */
    readonly upstreamConnections: number;
}

export interface Round {
    readonly url: string;
    readonly connections: number;
    readonly seconds: number;
}

/** Starts the contestant, lets it warm up, measures it and stops it. */
export async function measure(contestant: Contestant, round: Round): Promise<Figures> {
    const proxy = await ProxyProcess.start(contestant.configuration, round.url);
    try {
        const before = { cpu: proxy.cpuTime(), connections: await upstreamConnections() };
        const result = await load(round);
        const cpu = proxy.cpuTime() - before.cpu;
        const connections = (await upstreamConnections()) - before.connections;
        return {
            ...result,
            cpuPerThousand: cpu / 1e6 / (result.requests / 1000),
            upstreamConnections: connections / (result.requests / 1000),
        };
    } finally {
        await proxy.stop();
    }
}

/** All connections the instances ever accepted, by nginx's own count. */
async function upstreamConnections(): Promise<number> {
    const page = await (await fetch(`http://127.0.0.1:${String(statusPort)}/`)).text();
    const accepted = /^ (\d+) \d+ \d+ *$/m.exec(page)?.[1];
    if (accepted === undefined) {
        throw new Error(`The instances' status page reads otherwise than expected:\n${page}`);
    }
    return Number(accepted);
}
