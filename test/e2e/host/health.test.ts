import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Backend } from "./backend";
import { PrefixHost, run, until } from "./prefix-host";
import { renamed, withFile, type TestSite } from "./site";

/** Of the checks in this file, in milliseconds. The machine may be busy: a turn is given that much more than it is due. */
const interval = 1000;
const timeout = 900;
const grace = 1500;

interface Health {
    readonly status: string;
    readonly upstreams: Readonly<Record<string, string>>;
    readonly instances: Readonly<Record<string, Readonly<Record<string, { readonly state: string; readonly since: string; readonly backup: boolean }>>>>;
    readonly load_balancer: string;
    readonly release: string;
    readonly checked: string;
}

let host: PrefixHost;
let one: Backend;
let two: Backend;
let spare: Backend;
let site: TestSite;

beforeEach(async () => {
    [one, two, spare] = await Promise.all([Backend.start(), Backend.start(), Backend.start()]);
    host = await PrefixHost.create();
    site = host.site({ api: [one.address, two.address] }, { service: { backup: [spare.address] } });
    expect(await host.push(site)).toMatchObject({ code: 0, stderr: "" });
});

afterEach(async () => {
    await host.close();
    await Promise.all([one, two, spare].map(backend => backend.stop().catch(() => undefined)));
});

async function health(): Promise<Health & { readonly code: number }> {
    const { status, body } = await host.get("/health");
    return { code: status, ...(JSON.parse(body) as Health) };
}

function checkerLog(): string {
    return readFileSync(join(host.home, "state/checker.log"), "utf8");
}

/** Milliseconds until `/health` says so. */
async function turns(condition: (health: Health & { readonly code: number }) => boolean): Promise<number> {
    const begun = Date.now();
    await until("a turn of /health", async () => condition(await health()));
    return Date.now() - begun;
}

describe("/health", () => {
    test("names every service and instance, in the published shape", async () => {
        await turns(({ status }) => status === "healthy");
        const answer = await health();
        expect(answer).toMatchObject({
            code: 200,
            status: "healthy",
            upstreams: { api: "up" },
            instances: { api: { [one.address]: { state: "up", backup: false }, [spare.address]: { state: "up", backup: true } } },
            release: site.rendered.release,
        });
        expect(answer.load_balancer).toBe(`nginx/${execFileSync("sh", ["-c", "PATH=$PATH:/usr/sbin nginx -v 2>&1 | sed 's|.*nginx/||; s| .*||'"], { encoding: "utf8" }).trim()}`);
        expect(Object.keys(answer).slice(1)).toEqual(["status", "upstreams", "instances", "load_balancer", "release", "checked"]);
        expect(Date.parse(answer.instances["api"]?.[one.address]?.since ?? "")).toBeLessThanOrEqual(Date.now());
    });

    test("turns within two intervals when an instance stops, and when it comes back", async () => {
        await turns(({ status }) => status === "healthy");
        await one.stop();
        expect(await turns(({ code, status, instances }) => code === 200 && status === "degraded" && instances["api"]?.[one.address]?.state === "down")).toBeLessThan(2 * interval + grace);
        await one.restart();
        expect(await turns(({ status }) => status === "healthy")).toBeLessThan(2 * interval + grace);
    });

    test("says 503 when a service has none left, the backup included", async () => {
        await Promise.all([one.stop(), two.stop()]);
        await turns(({ instances }) => instances["api"]?.[two.address]?.state === "down");
        expect(await health()).toMatchObject({ code: 200, status: "degraded", upstreams: { api: "up" } });
        spare.status = 500;
        await turns(({ code }) => code === 503);
        expect(await health()).toMatchObject({ status: "unhealthy", upstreams: { api: "down" } });
        await one.restart();
        await turns(({ code, status }) => code === 200 && status === "degraded");
        await two.restart();
    });

    test("does not take an instance down for one bad answer", async () => {
        await turns(({ status }) => status === "healthy");
        one.badAnswers = 1;
        await until("the bad answer", () => one.badAnswers === 0);
        await pause(2 * interval);
        expect(checkerLog()).not.toContain("is down");
        one.badAnswers = 2;
        await turns(({ status }) => status === "degraded");
    });

    test("waits for an instance that hangs no longer than its timeout", async () => {
        await turns(({ status }) => status === "healthy");
        one.status = null;
        expect(await turns(({ instances }) => instances["api"]?.[one.address]?.state === "down")).toBeLessThan(2 * interval + 2 * timeout + grace);
        expect((await health()).instances["api"]?.[two.address]?.state).toBe("up");
    });

    test("says stale, with 503, when the checker has died", async () => {
        await turns(({ status }) => status === "healthy");
        process.kill(host.checker(), "SIGKILL");
        await until("stale", async () => (await health()).status === "stale", 30_000);
        expect(await health()).toMatchObject({ code: 503, upstreams: { api: "up" }, release: site.rendered.release });
        expect(await host.push(site)).toMatchObject({ code: 0, stderr: "" });
        await turns(({ code, status }) => code === 200 && status === "healthy");
    });
});

describe("the checker", () => {
    test("follows a new release by itself, and keeps what it knows", async () => {
        await turns(({ status }) => status === "healthy");
        const checker = host.checker();
        const since = (await health()).instances["api"]?.[one.address]?.since;
        const next = host.site({ api: [one.address], web: [two.address] });
        expect(await host.push(next)).toMatchObject({ code: 0, stderr: "" });
        await turns(({ release }) => release === next.rendered.release);
        const answer = await health();
        expect(answer.upstreams).toEqual({ api: "up", web: "up" });
        expect(answer.instances["api"]).toEqual({ [one.address]: { state: "up", since, backup: false } });
        expect(host.checker()).toBe(checker);
    });

    test("never runs twice", async () => {
        const second = spawnSync("sh", [join(host.home, "scripts/health_check.sh")], { timeout: 5000 });
        expect(second.status).toBe(1);
        expect(host.daemons()).toHaveLength(2);
    });

    test("is started anew by a push when it is dead, and remembers since when", async () => {
        await turns(({ status }) => status === "healthy");
        const since = (await health()).instances["api"]?.[one.address]?.since;
        const checker = host.checker();
        process.kill(checker, "SIGKILL");
        await until("its end", () => !existsSync(`/proc/${String(checker)}`));
        expect((await host.push(site)).stdout).toContain("starting the health checker");
        expect(host.checker()).not.toBe(checker);
        expect((await health()).instances["api"]?.[one.address]?.since).toBe(since);
    });

    test("is started anew when a release brings another script for it", async () => {
        const checker = host.checker();
        const next = renamed(withFile(site, "scripts/health/round.sh", text => `${text}# changed\n`));
        expect(await host.push(next)).toMatchObject({ code: 0, stderr: "" });
        expect(host.checker()).not.toBe(checker);
        expect(host.daemons()).toHaveLength(2);
    });

    test("does one round for an operator", async () => {
        const command = `${join(host.home, "scripts/health_check.sh")} once`;
        const healthy = await run(command, "");
        expect(healthy.code).toBe(0);
        expect(JSON.parse(healthy.stdout)).toMatchObject({ status: "healthy", release: site.rendered.release });
        await Promise.all([one.stop(), two.stop(), spare.stop()]);
        const unhealthy = await run(command, "");
        expect(unhealthy.code).toBe(1);
        expect(JSON.parse(unhealthy.stdout)).toMatchObject({ status: "unhealthy" });
    });

    test("keeps its log small: it writes turns, not rounds", async () => {
        await turns(({ status }) => status === "healthy");
        const before = checkerLog();
        await pause(3 * interval);
        expect(checkerLog()).toBe(before);
        await one.stop();
        await turns(({ status }) => status === "degraded");
        await until("a line in the log", () => checkerLog() !== before);
        expect(checkerLog().slice(before.length)).toMatch(new RegExp(`^\\S+Z api ${one.address} is down: no answer\\n$`));
    });
});
