import { type ChildProcess, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Load } from "../../load/load";
import { get } from "./client";
import { DevStack, turn, whyNot } from "./dev-stack";

const reason = whyNot();
/** Of the dev stack: the default of `health.interval`. The machine may be busy: a turn is given that much more than it is due. */
const interval = 2000;
const grace = 5000;

interface Health {
    readonly status: string;
    readonly instances: Readonly<Record<string, Readonly<Record<string, { readonly state: string }>>>>;
}

describe.skipIf(reason !== undefined)(`faults and mistakes${reason === undefined ? "" : ` (${reason})`}`, () => {
    const stack = new DevStack();

    beforeAll(async () => {
        await stack.up();
    });

    afterAll(() => stack.remove());

    async function health(): Promise<{ readonly code: number } & Health> {
        const { status, body } = await get(`${stack.http}/health`);
        return { code: status, ...(JSON.parse(body) as Health) };
    }

    /** Milliseconds until `/health` is as wished; fails after `patience`. */
    async function turned(wish: (now: { readonly code: number } & Health) => boolean, patience: number): Promise<number> {
        const begun = performance.now();
        for (;;) {
            const now = await health();
            const elapsed = performance.now() - begun;
            if (wish(now)) {
                return elapsed;
            }
            if (elapsed > patience) {
                throw new Error(`/health did not turn in ${String(patience)} ms: ${JSON.stringify(now)}`);
            }
            await sleep(50);
        }
    }

    it("turns /health within two intervals when an instance stops and comes back", async () => {
        const state = (now: Health): string | undefined => now.instances["qdrant_api"]?.["127.0.50.1:6333"]?.state;
        await turn("127.0.50.1:6333", { mode: "error", status: 503 });
        await turned(now => state(now) === "down" && now.status === "degraded" && now.code === 200, 2 * interval + grace);
        await turn("127.0.50.1:6333", { mode: "ok" });
        await turned(now => state(now) === "up" && now.status === "healthy", 2 * interval + grace);
    });

    it("answers 503 at /health once a service has no instance left", async () => {
        const all = ["127.0.51.1:8000", "127.0.51.2:8000", "127.0.51.9:8000"];
        await Promise.all(all.map(instance => turn(instance, { mode: "error", scope: "health" })));
        await turned(now => now.code === 503 && now.status === "unhealthy", 2 * interval + grace);
        await Promise.all(all.map(instance => turn(instance, { mode: "ok" })));
        await turned(now => now.code === 200 && now.status === "healthy", 2 * interval + grace);
    });

    it("keeps the old release when nginx refuses the new one, says why in nginx's words, and heals", async () => {
        const before = await release();
        stack.edit("127.0.51.1, 127.0.51.2]", "127.0.51.1, 127.0.51.2, no-such-host.invalid]");
        const { status, output } = await stack.run("up");
        expect(status, output).toBe(1);
        expect(output).toContain("host not found in upstream");
        expect(await release()).toBe(before);
        stack.edit(", no-such-host.invalid]", "]");
        expect(await stack.up()).not.toContain("failed");
        expect(await release()).toBe(before);
    });

    it("keeps the old release when a port is taken, and names the port", async () => {
        const before = await release();
        const other = createServer().listen(18_444, "127.0.0.1");
        await once(other, "listening");
        stack.edit("https: 18443", "https: 18444");
        const { status, output } = await stack.run("up");
        other.close();
        expect(status, output).toBe(1);
        expect(output).toMatch(/127\.0\.0\.1:18444.*Address already in use/);
        expect((await get(`${stack.https}/api/health`)).status).toBe(200);
        expect(await release()).toBe(before);
        stack.edit("https: 18444", "https: 18443");
        await stack.up();
        expect(await release()).toBe(before);
    });

    it("refuses a wrong stack file with everything that is wrong, and changes nothing", async () => {
        const before = await release();
        stack.edit("balance: round_robin", "balance: fastest\n      prot: 1");
        const { status, output } = await stack.run("up");
        expect(status, output).toBe(2);
        expect(output).toContain("services.management_api.balance");
        expect(output).toContain("services.management_api.prot");
        expect(output).not.toMatch(/^ +at /m);
        expect(await release()).toBe(before);
        stack.edit("balance: fastest\n      prot: 1", "balance: round_robin");
    });

    it("loses no request when `up` is killed at any moment, and the next one heals", async () => {
        const load = Load.start({ url: stack.https, paths: ["/api/health", "/a"], rate: 100, connections: "fresh", instanceHeader: "x-served-by" });
        for (const [index, moment] of [2000, 2600, 3200, 3800, 4400].entries()) {
            stack.edit(`failTimeout: ${String(10 + index)}s`, `failTimeout: ${String(11 + index)}s`);
            const up = stack.spawnUp();
            const ended = once(up, "exit");
            await sleep(moment);
            signalGroup(up, "KILL");
            await ended;
        }
        expect(await stack.up()).toMatch(/(updated|unchanged)/);
        expect(await stack.up()).toMatch(/10 unchanged/);
        const { failures, sent } = await load.stop();
        expect(failures.slice(0, 5)).toEqual([]);
        expect(sent).toBeGreaterThan(1000);
    });

    it("lets one `up` at a time work on a stack", async () => {
        stack.edit("failTimeout: 15s", "failTimeout: 16s");
        const first = stack.spawnUp();
        const ended = once(first, "exit");
        await expect.poll(() => existsSync(join(stack.home, "sandbox.lock")), { timeout: 60_000, interval: 10 }).toBe(true);
        // So that it is at work still when the second one comes to the lock, however long that takes.
        signalGroup(first, "STOP");
        const second = await stack.run("up");
        signalGroup(first, "CONT");
        await ended;
        expect([second.status, second.output]).toEqual([1, expect.stringMatching(/process \d+|pid \d+/)]);
        expect(first.exitCode).toBe(0);
    });

    async function release(): Promise<string> {
        return (await get(`${stack.http}/-/evenkeel/release`)).body.trim();
    }
});

/** To a process and all that it started in its group; it may have ended by itself. */
function signalGroup({ pid }: ChildProcess, signal: "KILL" | "STOP" | "CONT"): void {
    if (pid === undefined) {
        throw new Error("The process was never started.");
    }
    spawnSync("kill", [`-${signal}`, "--", `-${String(pid)}`], { stdio: "ignore" });
}
