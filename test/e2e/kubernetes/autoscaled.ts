import { expect } from "vitest";
import { Load } from "../../load/load";
import { pause } from "../example-stack";
import type { Cluster } from "./cluster/test-cluster";
import { KubernetesStack } from "./kubernetes-stack";

/** Requests a second, and what each costs in milliseconds of a processor: three pods would use twice what is asked for them. */
const rate = 20;
const burn = 15;

const fewest = 3;
/** Of the example's ten: the node has few processors. */
const most = 5;

/** The example with its autoscaler, whose figures are the seed's. */
export class AutoscaledStack extends KubernetesStack {
    private loadEnded = 0;

    constructor(cluster: Cluster, namespace: string) {
        super(cluster, namespace);
        this.edit("max: 10", `max: ${String(most)}`);
        this.edit("  evenkeel:monitoring:\n", "  evenkeel:monitoring:\n    enabled: false\n");
    }

    /** Requests that cost more than three pods are to use, until there are more of them. None is lost. */
    async grow(): Promise<void> {
        expect(await this.pods("app")).toHaveLength(fewest);
        const load = Load.start({ url: this.https, host: this.host, paths: [`/?burn=${String(burn)}`], rate, connections: "fresh", timeout: 20_000 });
        await this.until(most, 180_000);
        this.loadEnded = Date.now();
        const { failures } = await load.stop();
        expect(failures.slice(0, 5)).toEqual([]);
    }

    /** Nothing goes for five minutes; then at most half of them in a minute, down to the fewest. */
    async shrink(): Promise<void> {
        if (Date.now() < this.loadEnded + 240_000) {
            await pause(this.loadEnded + 240_000 - Date.now());
            expect(await this.wanted()).toBe(most);
        }
        await this.until(fewest, 200_000);
        expect(Date.now() - this.loadEnded).toBeGreaterThan(280_000);
    }

    private async until(count: number, milliseconds: number): Promise<void> {
        for (const deadline = Date.now() + milliseconds; (await this.wanted()) !== count; await pause(1000)) {
            expect(Date.now(), await this.kubectl("describe", "hpa", "healthai-app")).toBeLessThan(deadline);
        }
    }

    private async wanted(): Promise<number> {
        const { spec } = await this.read<{ spec: { replicas: number } }>("deployment", "healthai-app");
        return spec.replicas;
    }
}
