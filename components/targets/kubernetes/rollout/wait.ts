import { setTimeout as sleep } from "node:timers/promises";
import { ApiFailure } from "../api/api-failure";
import type { Cluster } from "../api/cluster";
import { eventsOfService, loadBalancerAddress, nodePortAddress, type Address } from "./address";
import { Advance } from "./advance";
import { Inquiry } from "./findings";
import { judge, troublesOf } from "./judge";
import { prune } from "./kept";
import { Memory } from "./memory";
import { observe } from "./observe";
import { Place } from "./place";
import { report, withoutAddress, worthTelling } from "./report";
import { shortName, type Settings } from "./settings";
import type { Snapshot } from "./snapshot";
import type { Trouble } from "./trouble";

/** How often the cluster is asked, in milliseconds. */
const usualPause = 1_000;
/** How long the cluster may be away at a stretch, for example while its API server is replaced. */
const mostAway = 60_000;

/** The wait is over, and not well; the message is for the operator. */
export class RolloutFailure extends Error {}

/** Waits for one Deployment. */
export class Wait {
    private readonly place: Place;
    private readonly name: string;
    private said = "";

    /** @param say takes a line of progress. */
    constructor(
        private readonly cluster: Cluster,
        private readonly settings: Settings,
        private readonly say: (line: string) => void,
        private readonly pause = usualPause,
    ) {
        this.place = new Place(settings);
        this.name = shortName(settings);
    }

    /**
     * Until all pods of the Deployment's version are ready, and clients can reach what they are to reach.
     *
     * @returns where; undefined: nobody asked.
     * @throws RolloutFailure with what keeps it from getting there.
     */
    async run(): Promise<Address | undefined> {
        const snapshot = await this.rollout();
        await this.tidy(snapshot);
        switch (this.settings.address) {
            case "LoadBalancer":
                return this.balancerAddress();
            case "NodePort":
                return this.patiently(() => nodePortAddress(this.cluster, this.place, this.settings.deployment, snapshot));
            case "none":
                return undefined;
        }
    }

    private async rollout(): Promise<Snapshot> {
        let [memory, advance] = [Memory.empty, Advance.begin(Date.now())];
        for (;;) {
            const snapshot = await this.patiently(() => observe(this.cluster, this.place));
            if (snapshot === undefined) {
                throw new RolloutFailure(`evenkeel: there is no Deployment ${this.settings.deployment} in the namespace ${this.settings.namespace}: somebody has deleted it. Run \`npm run up\` again.`);
            }
            const now = Date.now();
            memory = memory.with(troublesOf(snapshot), now);
            const verdict = judge(snapshot, memory, now);
            if (verdict.kind === "failed") {
                throw await this.failure(verdict.words, verdict.troubles, snapshot);
            }
            this.tell(verdict.words);
            if (verdict.kind === "done") {
                return snapshot;
            }
            advance = advance.with(verdict.reached, now);
            if (advance.stalled(now) >= this.settings.timeout) {
                throw await this.failure(`got no further for ${this.seconds}: ${verdict.counts}`, troublesOf(snapshot), snapshot);
            }
            await sleep(this.pause);
        }
    }

    private async failure(words: string, troubles: readonly Trouble[], snapshot: Snapshot): Promise<RolloutFailure> {
        const told = worthTelling(troubles);
        const inquiry = new Inquiry(this.cluster, this.place, snapshot);
        const findings = await Promise.all(told.map(trouble => inquiry.about(trouble)));
        return new RolloutFailure(report(this.name, words, findings, troubles.length - told.length, snapshot));
    }

    /** What is left behind costs nobody anything, and the next rollout tries again. */
    private async tidy({ deployment }: Snapshot): Promise<void> {
        try {
            await prune(this.cluster, this.place, deployment);
        } catch (error) {
            this.tell(`what older versions needed can't be removed yet: ${error instanceof Error ? error.message : String(error)}`);
        }
    }

    private async balancerAddress(): Promise<Address> {
        const deadline = Date.now() + this.settings.timeout;
        const { deployment } = this.settings;
        for (;;) {
            const address = await this.patiently(() => loadBalancerAddress(this.cluster, this.place, deployment));
            if (address !== undefined) {
                return address;
            }
            if (Date.now() >= deadline) {
                throw new RolloutFailure(withoutAddress(deployment, this.seconds, await eventsOfService(this.cluster, this.place, deployment)));
            }
            this.tell("waiting for the load balancer's address");
            await sleep(this.pause);
        }
    }

    /** Through a time in which the cluster does not answer. */
    private async patiently<T>(work: () => Promise<T>): Promise<T> {
        const begun = Date.now();
        for (;;) {
            try {
                return await work();
            } catch (error) {
                if (!(error instanceof ApiFailure) || error.kind === "refused" || Date.now() - begun >= mostAway) {
                    throw error;
                }
                this.tell(`waiting for the cluster: ${error.message}`);
                await sleep(this.pause);
            }
        }
    }

    private tell(words: string): void {
        if (words !== this.said) {
            this.say(`${this.name}: ${words}`);
        }
        this.said = words;
    }

    private get seconds(): string {
        return `${String(this.settings.timeout / 1000)} s`;
    }
}
