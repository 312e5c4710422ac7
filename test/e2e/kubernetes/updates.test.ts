import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectNoneLost } from "../../load/under-load";
import { whyNoNode } from "./cluster/reasons";
import { TestCluster } from "./cluster/test-cluster";
import { isReady, KubernetesStack } from "./kubernetes-stack";

const reason = whyNoNode();
/** Requests a second: users that go on while something fails. */
const rate = 20;
const brokenWords = "cannot reach the vector store at qdrant:6333: connection refused; waiting for it";
const crashWords = "OPENAI_API_KEY is not set: nothing works without it";
/** Milliseconds; a rollout may go so long without getting any further. */
const timeout = 20_000;

describe.skipIf(reason !== undefined)(`updates of the Kubernetes example that fail${reason === undefined ? "" : ` (${reason})`}`, () => {
    let cluster: TestCluster;
    let stack: KubernetesStack;

    beforeAll(async () => {
        cluster = await TestCluster.start({ node: true });
        stack = new KubernetesStack(cluster).withoutAutoscaling();
        stack.edit("updateTimeout: 5m", "updateTimeout: 20s");
        stack.edit("instances: 3", "instances: 2");
        stack.edit("  evenkeel:monitoring:\n", "  evenkeel:monitoring:\n    enabled: false\n");
    });

    afterAll(async () => {
        await cluster.stop();
        stack.forget();
    });

    function useImage(image: string): void {
        stack.edit(/image: \S*healthai-rag:\S+/, `image: ${image}`);
    }

    /** Gives what a failing `up` prints. */
    async function failedUp(): Promise<string> {
        const begun = performance.now();
        const { status, output } = await stack.run("up");
        expect(status, output).toBe(1);
        expect(performance.now() - begun).toBeLessThan(2 * timeout + 80_000);
        return output;
    }

    /** Users lose nothing, and the pods that served go on serving, while `up` fails. */
    async function failedUpUnderLoad(): Promise<string> {
        const before = await servingPods();
        let output = "";
        const reports = await stack.during(async () => {
            output = await failedUp();
        }, rate);
        expectNoneLost(reports, rate);
        expect(await servingPods()).toEqual(before);
        return output;
    }

    async function servingPods(): Promise<string[]> {
        const pods = [...(await stack.pods("app")), ...(await stack.pods("proxy"))];
        return pods.filter(isReady).map(({ metadata }) => metadata.name);
    }

    async function version(): Promise<unknown> {
        return (JSON.parse((await stack.get("/")).body) as { version: unknown }).version;
    }

    it("serve nobody when it is the first deployment, and the next good one heals", async () => {
        useImage("healthai-rag:broken");
        const output = await failedUp();
        expect(output).toMatch(/healthai-app-\w+-\w+: its container app runs, but has not started up yet/);
        expect(output).toContain("Unhealthy: Startup probe failed: HTTP probe failed with statuscode: 503");
        expect(output).toContain(brokenWords);
        expect(output).toContain("No pod of it serves.");
        expect(await stack.pods("proxy")).toEqual([]);

        useImage("healthai-rag:1.0.0");
        await stack.up();
        expect(await version()).toBe("1.0.0");
    });

    it("leave the old pods serving when the new ones never become ready, and the next good one heals", async () => {
        useImage("healthai-rag:broken");
        const output = await failedUpUnderLoad();
        expect(output).toContain("Unhealthy: Startup probe failed: HTTP probe failed with statuscode: 503");
        expect(output).toContain(brokenWords);
        expect(output).toContain("2 pods of the version before go on serving.");

        useImage("healthai-rag:1.1.0");
        expectNoneLost(await stack.during(() => stack.up(), rate), rate);
        expect(await version()).toBe("1.1.0");
        expect(await stack.pods("app")).toHaveLength(2);
    });

    it("end when the new pods do, with their last words, and going back replaces nothing", async () => {
        const before = await servingPods();
        useImage("healthai-rag:crash");
        const output = await failedUpUnderLoad();
        expect(output).toMatch(/its container app has ended( \d+ times, last)? with exit code 1/);
        expect(output).toContain(crashWords);

        useImage("healthai-rag:1.1.0");
        await stack.up();
        expect(await servingPods()).toEqual(before);
        expect(await stack.pods("app")).toHaveLength(2);
    });

    it("end when the image is nowhere", async () => {
        useImage("localhost:1/healthai-rag:1.2.0");
        const output = await failedUpUnderLoad();
        expect(output).toContain("the image localhost:1/healthai-rag:1.2.0 can't be pulled");
        useImage("healthai-rag:1.1.0");
        await stack.up();
    });

    it("leave the old proxy serving when nginx refuses a setting, in its own words", async () => {
        stack.edit('nginx: { version: "1.22" }', 'nginx: { version: "1.28" }');
        const output = await failedUpUnderLoad();
        expect(output).toMatch(/\[emerg\].* unknown directive/);

        stack.edit('nginx: { version: "1.28" }', 'nginx: { version: "1.22" }');
        const before = await servingPods();
        await stack.up();
        expect(await servingPods()).toEqual(before);
    });

    it.each([
        ["all", "the first new pod is waited for", /app: 0 of 2 pods of the new version are ready/],
        ["itself", "the second one is", /app: 1 of 2 pods of the new version are ready/],
    ] as const)("heal with the next one when `up` is killed (%s) while %s", async (victim, _, moment) => {
        const next = (await version()) === "1.0.0" ? "1.1.0" : "1.0.0";
        useImage(`healthai-rag:${next}`);
        const reports = await stack.during(async () => {
            await stack.killedUp(moment, victim);
            await stack.up();
        }, rate);
        expectNoneLost(reports, rate);
        expect(await version()).toBe(next);
        expect(await stack.pods("app")).toHaveLength(2);
    });
});
