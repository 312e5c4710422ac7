import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Report } from "../../load/load";
import { DockerStack } from "./docker-stack";
import { TestEngine, whyNoTestEngine } from "./test-engine";

const reason = whyNoTestEngine();
/** Requests a second: users that go on while something fails. */
const rate = 20;
const slots = ["app-1", "app-2", "app-backup-1"];
const brokenWords = "cannot reach the vector store at qdrant:6333: connection refused; waiting for it";
const crashWords = "OPENAI_API_KEY is not set: nothing works without it";

describe.skipIf(reason !== undefined)(`updates of the Docker example that fail${reason === undefined ? "" : ` (${reason})`}`, () => {
    let engine: TestEngine;
    let stack: DockerStack;

    beforeAll(async () => {
        engine = await TestEngine.start();
        stack = new DockerStack(engine);
        stack.edit("updateTimeout: 2m", "updateTimeout: 10s");
        stack.edit("drain: 10s", "drain: 2s");
        stack.edit("instances: 3", "instances: 2");
        stack.edit("evenkeel:monitoring:\n", "evenkeel:monitoring:\n    enabled: false\n");
    });

    afterAll(async () => {
        await stack.remove();
        await engine.stop();
    });

    function useImage(tag: string): void {
        stack.edit(/image: healthai-rag:\S+/, `image: healthai-rag:${tag}`);
    }

    /** Gives what a failing `up` prints, and how long it took, in milliseconds. */
    async function failedUp(): Promise<{ readonly output: string; readonly took: number }> {
        const begun = performance.now();
        const { status, output } = await stack.run("up");
        expect(status, output).toBe(1);
        return { output, took: performance.now() - begun };
    }

    /** The container of each slot, and when it was started. */
    async function serving(): Promise<readonly (readonly string[])[]> {
        const found = await Promise.all(slots.map(slot => stack.serving(slot)));
        return found.map(({ Name, State }) => [Name, State.StartedAt]);
    }

    /** All containers of slots, whether they run or not. */
    async function places(): Promise<string[]> {
        const found = await engine.docker("ps", "--all", "--filter", "label=evenkeel.slot", "--format", '{{.Label "evenkeel.slot"}}');
        return found.trim().split("\n").sort();
    }

    /** The same for whatever runs. */
    async function starts(): Promise<readonly (readonly string[])[]> {
        const found = await Promise.all((await stack.running()).map(name => stack.inspect(name)));
        return found.map(({ Name, State }) => [Name, State.StartedAt]);
    }

    async function version(): Promise<unknown> {
        return (JSON.parse((await stack.get("/")).body) as { version: unknown }).version;
    }

    function expectNoneLost(reports: readonly Report[]): void {
        expect(reports.flatMap(({ failures }) => failures)).toEqual([]);
        expect(reports.map(({ results }) => results.length)).toEqual(reports.map(({ sent }) => sent));
        expect(Math.min(...reports.map(({ sent }) => sent))).toBeGreaterThan(rate);
    }

    it("serve nobody when it is the first deployment, and the next good one heals", async () => {
        useImage("broken");
        const { output, took } = await failedUp();
        expect(output).toContain(brokenWords);
        expect(output).toMatch(/healthai-app-1-[0-9a-f]{8} did not answer \/healthz within 10 seconds/);
        expect(took).toBeGreaterThan(10_000);
        expect(took).toBeLessThan(60_000);
        expect(await places()).toEqual(["app-1"]);
        await expect(stack.get("/")).rejects.toThrow();
        await expect(stack.get("/", "http")).rejects.toThrow();

        useImage("1.0.0");
        await stack.up();
        expect(await places()).toEqual(slots);
        expect(await version()).toBe("1.0.0");
    });

    it("leave the old generation serving when the new one never becomes healthy", async () => {
        const before = await serving();
        useImage("broken");
        const reports = await stack.during(async () => {
            const { output, took } = await failedUp();
            expect(output).toContain(brokenWords);
            expect(output).toMatch(/healthai-app-1-[0-9a-f]{8} did not answer \/healthz within 10 seconds\. Whatever served before goes on serving/);
            expect(took).toBeLessThan(60_000);
        }, rate);
        expectNoneLost(reports);
        expect(new Set(reports.flatMap(({ instances }) => Object.keys(instances)))).toEqual(new Set(["app-1", "app-2"]));
        expect(await starts()).toEqual(expect.arrayContaining([...before]));
        expect(await places()).toEqual(["app-1", ...slots]);

        useImage("1.1.0");
        expectNoneLost(await stack.during(() => stack.up(), rate));
        expect(await places()).toEqual(slots);
        expect(await version()).toBe("1.1.0");
    });

    it("end at once when the new one does, and going back replaces nothing", async () => {
        const before = await serving();
        useImage("crash");
        const reports = await stack.during(async () => {
            const { output } = await failedUp();
            expect(output).toContain(crashWords);
            expect(output).toMatch(/healthai-app-1-[0-9a-f]{8} (has ended with exit code 1|ends again and again)\./);
        }, rate);
        expectNoneLost(reports);

        useImage("1.1.0");
        await stack.up();
        expect(await serving()).toEqual(before);
        expect(await places()).toEqual(slots);
    });

    it("touch no container when nginx refuses a setting, in its own words", async () => {
        const before = await starts();
        stack.edit('version: "1.22" }', 'version: "1.22", user: stranger }');
        const reports = await stack.during(async () => {
            const { output } = await failedUp();
            expect(output).toMatch(/\[emerg\].*getpwnam\("stranger"\) failed/);
        }, rate);
        expectNoneLost(reports);
        expect(await starts()).toEqual(before);

        stack.edit(", user: stranger }", " }");
        await stack.up();
        expect(await starts()).toEqual(before);
    });

    it.each([
        ["all", "the first new instance is made", /Container healthai-app-1-\w+ creat/],
        ["itself", "it is waited for", /healthai-app-1: waiting until/],
        ["all", "it takes its slot", /healthai-app-1: asking the proxy to reload/],
        ["itself", "the second one takes its slot", /healthai-app-2: asking the proxy to reload/],
    ] as const)("heal with the next one when `up` is killed (%s) while %s", async (victim, _, moment) => {
        const next = (await version()) === "1.0.0" ? "1.1.0" : "1.0.0";
        useImage(next);
        const reports = await stack.during(async () => {
            await stack.killedUp(moment, victim);
            await stack.up();
        }, rate);
        expectNoneLost(reports);
        expect(await places()).toEqual(slots);
        expect(await version()).toBe(next);
    });
});
