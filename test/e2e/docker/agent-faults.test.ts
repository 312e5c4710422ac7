import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Load } from "../../load/load";
import { killedAt, layTraps } from "./agent-killing";
import { AgentLayer, type Version } from "./agent-layer";
import { TestEngine, whyNoTestEngine } from "./test-engine";
import { releaseBundle } from "../../../components/targets/release-bundle";

const why = whyNoTestEngine();
const push = ["/evenkeel/scripts/push.sh", "release.sh", "apply"];
const take = ["/evenkeel/scripts/slot.sh", "take"];
let engine: TestEngine;
let layer: AgentLayer;

beforeAll(async () => {
    if (why === undefined) {
        engine = await TestEngine.start();
        layer = await AgentLayer.start(engine);
        for (const [slot, container] of [["app-1", "app-1-a"], ["app-2", "app-2-a"], ["api-1", "api-1-a"], ["api-2", "api-2-a"]] as const) {
            await layer.settle(slot, container);
        }
        expect(await layer.push(version("first"))).toMatchObject({ code: 0, stderr: "" });
        await layTraps(layer);
    }
});

afterAll(async () => {
    if (why === undefined) {
        await engine.stop();
    }
});

function version(value: string): Version {
    return layer.version({ api: {}, app: {} }, { site: { headers: { "X-Version": value } } });
}

function load(): Load {
    return Load.start({ url: layer.url, paths: ["/app", "/api"], rate: 200, connections: "keep-alive", instanceHeader: "x-served-by" });
}

async function addressOf(container: string): Promise<string> {
    return (await engine.docker("inspect", "--format", "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}", container)).trim();
}

/** Whether nothing is on trial. */
async function isSettled(): Promise<boolean> {
    return (await layer.exec("agent", "[ -e /opt/site/journal ] || echo settled")) === "settled\n";
}

/** Milliseconds until the proxy sends requests of a slot to its container's address of now. */
async function untilFollowed(slot: string, container: string): Promise<number> {
    const begun = Date.now();
    await expect.poll(async () => layer.exec("agent", "cat /opt/site/slots"), { timeout: 20_000, interval: 50 }).toContain(`${slot} ${await addressOf(container)}:8000 `);
    await expect.poll(isSettled, { timeout: 20_000, interval: 50 }).toBe(true);
    return Date.now() - begun;
}

/** Which service an answer came from: every instance tells the name of its container. */
async function answeredBy(path: string): Promise<string> {
    const { status, body } = await layer.get(path);
    return status === 200 ? ((JSON.parse(body) as { server: string }).server.split("-")[0] ?? "") : String(status);
}

describe.skipIf(why !== undefined)(`a proxy and its agent${why === undefined ? "" : ` (skipped: ${why})`}`, () => {
    test("heal after a push that was killed at any step", async () => {
        const running = load();
        let live = await layer.control("/-/evenkeel/release");
        let at = -1;
        let killed: boolean;
        do {
            at += 2;
            const next = version(`killed at ${String(at)}`);
            killed = (await killedAt(layer, at, push, releaseBundle(next.rendered))).code !== 0;
            expect([live, next.rendered.release], `killed at ${String(at)}`).toContain(await layer.control("/-/evenkeel/release"));
            if (at % 4 === 1) {
                expect(await layer.push(next), `after a kill at ${String(at)}`).toMatchObject({ code: 0, stderr: "" });
                expect(await layer.control("/-/evenkeel/release")).toBe(next.rendered.release);
            } else {
                await expect.poll(isSettled, { timeout: 30_000 }).toBe(true);
            }
            live = await layer.control("/-/evenkeel/release");
        } while (killed);
        expect(at).toBeGreaterThan(15);
        expect((await running.stop()).failures).toEqual([]);
    });

    test("heal after a slot's switch that was killed at any step", async () => {
        await layer.instance("app-1-b");
        const running = load();
        let at = 0;
        let killed: boolean;
        do {
            at += 2;
            const [container, other] = at % 4 === 2 ? ["app-1-b", "app-1-a"] : ["app-1-a", "app-1-b"];
            killed = (await killedAt(layer, at, [...take, "app-1", container, "8000"])).code !== 0;
            expect(await layer.slot("take", "app-1", container, "8000"), `after a kill at ${String(at)}`).toMatchObject({ code: 0, stderr: "" });
            expect(await layer.exec("agent", "cat /opt/site/current/config/slots")).toContain(`app-1 ${await addressOf(container)}:8000\n`);
            expect(await layer.exec("agent", "cat /opt/site/slots")).not.toContain(other);
        } while (killed);
        expect(at).toBeGreaterThan(15);
        expect((await running.stop()).failures).toEqual([]);
    });

    test("follow a container to its new address", async () => {
        const before = await addressOf("app-2-a");
        const running = load();
        await engine.docker("stop", "app-2-a");
        await engine.docker("run", "--detach", "--name", "thief", "--network", "site-back", "--env", "APP_INSTANCE=thief-1", "--env", "PORT=8000", "healthai-rag:1.0.0");
        await engine.docker("start", "app-2-a");
        const milliseconds = await untilFollowed("app-2", "app-2-a");
        const report = await running.stop();
        expect(await addressOf("app-2-a")).not.toBe(before);
        expect(milliseconds).toBeLessThan(20_000);
        expect(report.failures).toEqual([]);
        expect(report.results.filter(({ instance }) => !/^(app|api)-\d$/.test(instance))).toEqual([]);
        await engine.docker("rm", "--force", "thief");
    });

    test("lose no request when the proxy's workers are killed", async () => {
        const running = load();
        await pause(2000);
        await layer.exec("proxy", "for stat in /proc/[0-9]*/stat; do read -r pid name _ parent _ <$stat || continue; [ $name = '(nginx)' ] && [ $parent != 1 ] && kill -9 $pid; done; :");
        const killed = running.elapsed;
        await pause(1000);
        const { failures } = await running.stop();
        // A worker that is killed takes along what it is just answering; whoever asks again is served.
        expect(failures.filter(({ at }) => at > killed)).toEqual([]);
        expect(failures.length).toBeLessThan(20);
        expect((await layer.get("/app")).status).toBe(200);
    });

    test("come back when nginx itself is killed, its socket left behind", async () => {
        const started = (): Promise<string> => engine.docker("inspect", "--format", "{{.State.StartedAt}}", "site-proxy");
        const before = await started();
        await layer.exec("proxy", "kill -9 $(cat /run/nginx.pid); :").catch(() => undefined);
        await expect.poll(started, { timeout: 20_000 }).not.toBe(before);
        await expect.poll(async () => (await layer.get("/app")).status, { timeout: 20_000 }).toBe(200);
        expect(await layer.control("/nginx-health")).toBe("healthy");
    });

    test("rotate a log that has grown too large", async () => {
        await layer.exec("proxy", "truncate -s 101M /var/log/nginx/site.access.log");
        await expect.poll(() => layer.exec("proxy", "ls /var/log/nginx"), { timeout: 30_000 }).toContain("site.access.log.1\n");
        expect((await layer.get("/app")).status).toBe(200);
        await expect.poll(() => layer.exec("proxy", "cat /var/log/nginx/site.access.log"), { timeout: 20_000 }).toContain('"served_by":"app-');
        expect(await layer.push(version("after rotation"))).toMatchObject({ code: 0, stderr: "" });
    });

    test("send nothing to a wrong service when the engine has started anew", async () => {
        // In the order in which they take their addresses, others come first.
        const before = await layer.exec("agent", "cat /opt/site/slots");
        await engine.docker("update", "--restart", "unless-stopped", "app-1-a", "app-1-b", "app-2-a", "api-1-a", "api-2-a");
        await engine.restart();
        const seen: string[] = [];
        for (const begun = Date.now(); Date.now() < begun + (seen.includes("right") ? 15_000 : 60_000); await pause(20)) {
            for (const service of ["app", "api"]) {
                const from = await answeredBy(`/${service}`);
                seen.push(from === service ? "right" : ["0", "502", "503"].includes(from) ? "none" : `${service} from ${from}`);
            }
        }
        expect(seen).toContain("right");
        expect(seen.filter(word => word !== "right" && word !== "none")).toEqual([]);
        expect(await layer.exec("agent", "cat /opt/site/slots")).not.toBe(before);
        await expect.poll(async () => (await layer.get("/health")).status, { timeout: 60_000 }).toBe(200);
    });

    test("refuse what a full disk has no room for, the release before serving, and go on when there is room", async () => {
        const small = await AgentLayer.start(engine, { name: "small", http: 8090, configSize: "4m" });
        await small.settle("app-1", "small-app-1");
        expect(await small.push(small.version())).toMatchObject({ code: 0, stderr: "" });
        const running = Load.start({ url: small.url, paths: ["/app"], rate: 200, connections: "keep-alive" });
        await small.exec("agent", "dd if=/dev/zero of=/opt/small/filler bs=4k 2>/dev/null || :");
        const live = await small.control("/-/evenkeel/release");
        const next = small.version({ app: {} }, { site: { headers: { "X-Version": "next" } } });
        const { code, stderr } = await small.push(next);
        expect(code).toBe(1);
        expect(stderr).toContain("No space left on device");
        expect(await small.control("/-/evenkeel/release")).toBe(live);
        await small.instance("small-app-2");
        expect((await small.slot("take", "app-1", "small-app-2", "8000")).code).toBe(1);
        await small.exec("agent", "rm /opt/small/filler");
        expect(await small.push(next)).toMatchObject({ code: 0, stderr: "" });
        expect((await running.stop()).failures).toEqual([]);
    });

    test("end within the drain when they are told to", async () => {
        const begun = Date.now();
        await engine.docker("stop", "site-proxy", "site-agent");
        expect(Date.now() - begun).toBeLessThan(9000);
        expect(await engine.docker("inspect", "--format", "{{.State.ExitCode}}", "site-proxy")).toBe("0\n");
    });
});
