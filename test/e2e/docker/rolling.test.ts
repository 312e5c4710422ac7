import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { expectNoneLost } from "../../load/under-load";
import { pause } from "../example-stack";
import { DockerStack } from "./docker-stack";
import { TestEngine, whyNoTestEngine } from "./test-engine";

const reason = whyNoTestEngine();
const rate = 200;
/** Of the example, in milliseconds. */
const drain = 10_000;

describe.skipIf(reason !== undefined)(`the Docker example under ${String(rate)} requests a second${reason === undefined ? "" : ` (${reason})`}`, () => {
    let engine: TestEngine;
    let stack: DockerStack;

    beforeAll(async () => {
        engine = await TestEngine.start();
        stack = new DockerStack(engine);
        await stack.up();
    });

    afterAll(async () => {
        await stack.remove();
        await engine.stop();
    });

    it("loses no request to a new image, one instance at a time", async () => {
        const before = await stack.running();
        const reports = await stack.during(async () => {
            stack.edit("healthai-rag:1.0.0", "healthai-rag:1.1.0");
            const printed = await stack.up();
            expect(printed).toMatch(/healthai-app-1-[0-9a-f]{8}/);
        });
        expectNoneLost(reports, rate);
        const after = await stack.running();
        expect(after).toHaveLength(before.length);
        const changed = after.filter(name => !before.includes(name)).map(name => name.replace(/-[0-9a-f]{8}$/, ""));
        expect(changed).toEqual(["healthai-app-1", "healthai-app-2", "healthai-app-3", "healthai-app-backup-1"]);
        expect((await stack.get("/")).body).toContain("1.1.0");
    });

    it("loses no request to a change of the proxy's settings, which replaces no container", async () => {
        const before = await starts();
        const reports = await stack.during(async () => {
            for (const seconds of [11, 12, 13]) {
                stack.edit(/failTimeout: \d+s/, `failTimeout: ${String(seconds)}s`);
                await stack.up();
            }
        });
        expectNoneLost(reports, rate);
        expect(await starts()).toEqual(before);
    });

    it("loses no request to scaling up and down, which touches exactly the difference", async () => {
        const before = await starts();
        const reports = await stack.during(async () => {
            stack.edit("instances: 3", "instances: 5");
            await stack.up();
            const five = await starts();
            expect(difference(five, before)).toEqual(["healthai-app-4", "healthai-app-5"]);
            await pause(2000);
            stack.edit("instances: 5", "instances: 3");
            await stack.up();
        });
        expectNoneLost(reports, rate);
        expect(await starts()).toEqual(before);
        const served = new Set(reports.flatMap(({ instances }) => Object.keys(instances)));
        expect([...served].sort()).toEqual(["app-1", "app-2", "app-3", "app-4", "app-5"]);
    });

    it("loses no request when an instance is killed, and has it back once failTimeout is over", async () => {
        const { State } = await stack.serving("app-2");
        const reports = await stack.during(async () => {
            await engine.signal(State.Pid, "KILL");
            await pause(24_000);
        });
        expectNoneLost(reports, rate);
        const late = reports.flatMap(({ results }) => results).filter(({ at }) => at > 12_000);
        expect(new Set(late.map(({ instance }) => instance))).toContain("app-2");
    });

    it("loses no request when the proxy's workers are told to end, one after the other", async () => {
        const reports = await stack.during(async () => {
            const processes = await engine.docker("top", "healthai-proxy", "-eo", "pid,args");
            const workers = processes.split("\n").filter(line => line.includes("worker process")).map(line => Number(line.trim().split(" ")[0]));
            expect(workers.length).toBeGreaterThan(0);
            for (const worker of workers) {
                await engine.signal(worker, "QUIT");
            }
            await pause(3000);
        });
        expectNoneLost(reports, rate);
    });

    it("serves from the backup within two seconds when all primaries are down", async () => {
        let down = 0;
        const begun = performance.now();
        const reports = await stack.during(async () => {
            const primaries = await Promise.all(["app-1", "app-2", "app-3"].map(slot => stack.serving(slot)));
            await engine.docker("kill", ...primaries.map(({ Id }) => Id));
            down = performance.now() - begun;
            await pause(4000);
            await engine.docker("start", ...primaries.map(({ Id }) => Id));
            await pause(4000);
        });
        expectNoneLost(reports, rate);
        const all = reports.flatMap(({ results }) => results);
        const late = all.filter(({ at }) => at > down + 2000 && at < down + 3500);
        expect(new Set(late.map(({ instance }) => instance))).toEqual(new Set(["app-backup-1"]));
    });

    it("lets a WebSocket live through an update until the drain is over", async () => {
        const socket = new WebSocket(`wss://${engine.address}/ws`, { headers: { host: stack.host }, rejectUnauthorized: false });
        await once(socket, "open");
        const closed = once(socket, "close").then(() => performance.now());
        stack.edit(/failTimeout: \d+s/, "failTimeout: 20s");
        const begun = performance.now();
        await stack.up();
        const updated = performance.now();
        expect(await closed).toBeGreaterThan(begun + 5000);
        expect(await closed).toBeLessThan(updated + drain + 5000);
    });

    /** When each container of the stack was started, by its slot or name. */
    async function starts(): Promise<Record<string, string>> {
        const found = await Promise.all((await stack.running()).map(name => stack.inspect(name)));
        return Object.fromEntries(found.map(({ Name, State }) => [Name.slice(1).replace(/-[0-9a-f]{8}$/, ""), State.StartedAt]));
    }

    function difference(after: Readonly<Record<string, string>>, before: Readonly<Record<string, string>>): string[] {
        return Object.keys(after).filter(name => after[name] !== before[name]);
    }
});
