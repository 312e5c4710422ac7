import { expect } from "vitest";
import { expectNoneLost, underLoad } from "../../load/under-load";
import { AgentInstance } from "./agent-instance";
import type { AgentPod } from "./agent-pod";
import { names } from "./agent-site";

const rate = 200;

/** Addresses of instances go by their last number; the service api has one of its own. */
export const at = (last: number): string => `10.232.1.${String(last)}`;
export const endpoint = (last: number): string => `${at(last)}:8000`;
const api = 21;

/** A pod of the proxy, the instances around it, and what the name service says of them. */
export class AgentScene {
    private readonly instances = new Map<number, AgentInstance>();

    constructor(readonly pod: AgentPod, private readonly origin: string = pod.url) {}

    /** Starts instances of the service app, and the one of api; all of them are known from the beginning. */
    async begin(...apps: readonly number[]): Promise<void> {
        await Promise.all([this.start(api, "api"), ...apps.map(last => this.start(last))]);
        this.know(apps);
    }

    async start(last: number, service = "app"): Promise<void> {
        this.instances.set(last, await AgentInstance.start(this.pod, at(last), service));
    }

    async end(last: number, signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
        await this.instances.get(last)?.end(signal);
        this.instances.delete(last);
    }

    /** From now on the name service knows these pods of app, and of its backups. */
    know(apps: readonly number[], backups: readonly number[] = [], fate?: "silent" | "broken" | "none"): void {
        this.pod.names({ [names.app]: apps.map(at), [names.backup]: backups.map(at), [names.api]: [at(api)] }, fate);
    }

    /** The same, and nginx sends requests there and nowhere else. */
    async serve(apps: readonly number[], backups: readonly number[] = []): Promise<void> {
        this.know(apps, backups);
        await this.untilServing([...apps, ...backups]);
        await expect.poll(() => this.isServed(), { timeout: 60_000, interval: 100 }).toBe(true);
    }

    async untilServing(lasts: readonly number[]): Promise<void> {
        await expect.poll(() => this.pod.serving("app"), { timeout: 60_000, interval: 100 }).toEqual(lasts.map(endpoint).sort());
    }

    /** Whether the running nginx has read the configuration that there is. */
    private async isServed(): Promise<boolean> {
        const live = (await this.pod.exec("agent", "readlink /opt/evenkeel/current")).trim();
        return live.endsWith(`+${await this.pod.control("/-/evenkeel/slots")}`);
    }

    /** How often nginx was told to read its configuration. */
    async reloads(): Promise<number> {
        return Number(/reload\.(\d+)/.exec(await this.pod.exec("agent", "ls /opt/evenkeel"))?.[1]);
    }

    /** No request may be lost meanwhile. @returns whoever has answered. */
    async load(work: () => Promise<unknown>): Promise<string[]> {
        const reports = await underLoad({ url: this.origin, paths: ["/x"], rate, instanceHeader: "x-served-by" }, work);
        expectNoneLost(reports, rate);
        return [...new Set(reports.flatMap(report => Object.keys(report.instances)))].sort();
    }

    async stop(): Promise<void> {
        await Promise.all([...this.instances.keys()].map(last => this.end(last, "SIGKILL")));
        await this.pod.stop();
    }
}
