import { join } from "node:path";
import { statusPort, writeContestants, writeInstances, type Contestant, type Scheme } from "./contestants";
import { measure, type Figures, type Round } from "./duel";
import { ProxyProcess } from "./proxy-process";
import type { Bench } from "./reference-configs";
import { median, type Verdict } from "./verdict";

const rounds = 5;
const seconds = 4;

/** The generated configuration against a hand-tuned one and the seed's own, in turn, over both schemes. */
export async function compareProxies(folder: string): Promise<Verdict[]> {
    const bench: Bench = {
        folder,
        httpPort: 29_080,
        httpsPort: 29_443,
        instances: [1, 2, 3].map(number => `127.0.0.1:${String(29_090 + number)}`),
        certificates: {
            ecdsa: { certificate: join(folder, "ecdsa.crt"), key: join(folder, "ecdsa.key") },
            rsa: { certificate: join(folder, "rsa.crt"), key: join(folder, "rsa.key") },
        },
    };
    const instances = await ProxyProcess.start(writeInstances(bench), `http://127.0.0.1:${String(statusPort)}/`);
    try {
        return [...(await compare(bench, "http")), ...(await compare(bench, "https"))];
    } finally {
        await instances.stop();
    }
}

async function compare(bench: Bench, scheme: Scheme): Promise<Verdict[]> {
    const url = scheme === "http" ? `http://127.0.0.1:${String(bench.httpPort)}/` : `https://127.0.0.1:${String(bench.httpsPort)}/`;
    const contestants = writeContestants(bench, scheme);
    const figures = await inTurn(contestants, { url, connections: 100, seconds });
    const crowd = await inTurn(contestants.slice(0, 1), { url, connections: 1000, seconds }, 1);
    const generated = figures.get("generated") ?? [];
    return [
        {
            what: `${scheme}: processor time per request, generated / tuned`,
            measured: ratio(figures, "tuned", figure => figure.cpuPerThousand),
            bound: { kind: "at most", value: 1.05 },
            unit: "x",
        },
        {
            what: `${scheme}: throughput at 100 connections, generated / seed`,
            measured: ratio(figures, "seed", figure => figure.perSecond),
            bound: { kind: "at least", value: 1.5 },
            unit: "x",
        },
        {
            what: `${scheme}: upstream connections at 100 clients`,
            measured: median(generated.map(figure => figure.upstreamConnections)),
            bound: { kind: "at most", value: 10 },
            unit: "per 1000",
        },
        {
            what: `${scheme}: errors at 1,000 connections`,
            measured: (crowd.get("generated") ?? []).reduce((sum, { errors }) => sum + errors, 0),
            bound: { kind: "at most", value: 0 },
            unit: "errors",
        },
    ];
}

type Results = ReadonlyMap<Contestant["name"], readonly Figures[]>;

/** Every contestant once a round, so that a change in the machine's speed meets them all. */
async function inTurn(contestants: readonly Contestant[], round: Round, times = rounds): Promise<Results> {
    const results = new Map<Contestant["name"], Figures[]>();
    for (let turn = 1; turn <= times; turn += 1) {
        for (const contestant of contestants) {
            const figures = await measure(contestant, round);
            results.set(contestant.name, [...(results.get(contestant.name) ?? []), figures]);
            console.log(line(contestant, round, figures));
        }
    }
    return results;
}

/** The median of the rounds' own ratios: both sides of each were measured within seconds of each other. */
function ratio(results: Results, other: Contestant["name"], of: (figures: Figures) => number): number {
    const others = results.get(other) ?? [];
    return median((results.get("generated") ?? []).flatMap((figures, turn) => others.slice(turn, turn + 1).map(rival => of(figures) / of(rival))));
}

function line({ name }: Contestant, { url, connections }: Round, figures: Figures): string {
    const scheme = url.slice(0, url.indexOf(":"));
    return [
        `  ${scheme.padEnd(5)} ${String(connections).padStart(4)} connections  ${name.padEnd(9)}`,
        `${figures.perSecond.toFixed(0).padStart(7)} req/s`,
        `${figures.cpuPerThousand.toFixed(1).padStart(7)} ms cpu per 1000`,
        `${figures.upstreamConnections.toFixed(1).padStart(7)} upstream connections per 1000`,
        `${String(figures.errors).padStart(6)} errors`,
    ].join("  ");
}
