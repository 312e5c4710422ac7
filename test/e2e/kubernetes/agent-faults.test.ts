import { setTimeout as pause } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { expectNoneLost, underLoad } from "../../load/under-load";
import { whyNoPod } from "./agent-needs";
import { AgentPod } from "./agent-pod";
import { AgentScene, endpoint } from "./agent-scene";
import { names, releaseFiles, siteModel } from "./agent-site";

const why = whyNoPod();
const model = siteModel();
const { files } = releaseFiles(model);
const scenes: AgentScene[] = [];

afterEach(async () => {
    await Promise.all(scenes.splice(0).map(scene => scene.stop()));
});

async function scene(homeSize?: string): Promise<AgentScene> {
    const made = new AgentScene(await AgentPod.create(model, homeSize === undefined ? {} : { homeSize }));
    scenes.push(made);
    made.pod.place("release", files);
    return made;
}

/** One that serves, with these pods of app. */
async function running(...apps: readonly number[]): Promise<AgentScene> {
    const made = await scene();
    await made.begin(...apps);
    await made.pod.startAll();
    return made;
}

async function untilSaid(made: AgentScene, words: string): Promise<void> {
    await expect.poll(() => made.pod.log("agent"), { timeout: 20_000 }).toContain(words);
}

describe.skipIf(why !== undefined)(`a proxy and its agent in one pod, when something fails${why === undefined ? "" : ` (skipped: ${why})`}`, () => {
    test.each(["silent", "broken", "none"] as const)("serve on while the name service is %s, and follow it again afterwards", async fate => {
        const made = await running(1, 2);
        const before = await made.reloads();
        await made.load(async () => {
            made.know([1], [], fate);
            await untilSaid(made, "the cluster's name service does not answer");
            await pause(5000);
            expect(await made.reloads()).toBe(before);
            await made.serve([1]);
            await made.end(2);
        });
        await untilSaid(made, "the cluster's name service answers again");
    });

    test("wait for a name service before they begin, and for no pod for ever", async () => {
        const made = await scene();
        await made.begin(1);
        made.know([1], [], "silent");
        made.pod.start("agent");
        await untilSaid(made, "the cluster's name service does not answer");
        expect(made.pod.passes("agent", ["test", "-e", "/opt/evenkeel/conf/nginx.conf"])).toBe(false);
        made.pod.names({ [names.app]: ["10.232.1.1"] });
        await made.untilServing([1]);
        made.pod.start("nginx");
        await expect.poll(async () => (await made.pod.get("/x")).status, { timeout: 20_000 }).toBe(200);
        expect((await made.pod.get("/api")).status).toBe(502);
        await expect.poll(async () => (await made.pod.get("/health")).body, { timeout: 20_000 }).toContain('"app": "up"');
        const { status, body } = await made.pod.get("/health");
        expect(status).toBe(503);
        expect(JSON.parse(body)).toMatchObject({ upstreams: { app: "up", api: "down" }, instances: { api: { [`${names.api}:8000`]: { state: "down" } } } });
        made.know([1]);
        await expect.poll(async () => (await made.pod.get("/api")).status, { timeout: 20_000 }).toBe(200);
    });

    test("keep the addresses of a service that has no pod left, unless a backup is ready", async () => {
        const made = await running(1, 2);
        await made.load(async () => {
            made.know([]);
            await untilSaid(made, `no pod of ${names.app} is ready: it keeps the addresses it had`);
            await pause(2000);
            expect(await made.pod.serving("app")).toEqual([endpoint(1), endpoint(2)]);
            await made.start(9);
            await made.serve([], [9]);
            made.know([], []);
            await pause(5000);
            expect(await made.pod.serving("app")).toEqual([endpoint(9)]);
            await made.serve([1, 2]);
        });
    });

    test("take no notice of an answer that was lost", async () => {
        const made = await running(1, 2);
        await made.start(9);
        await made.serve([1, 2], [9]);
        const before = await made.reloads();
        for (let round = 0; round < 3; round += 1) {
            made.know([], [9]);
            await pause(1200);
            made.know([1, 2], [9]);
            await pause(2500);
        }
        expect(await made.reloads()).toBe(before);
    });

    test("refuse a release that nginx does not take, with nginx's own words", async () => {
        const made = await scene();
        made.pod.place("release", files.map(file => (file.path.endsWith("server.conf") ? { ...file, content: `${file.content}no_such_directive on;\n` } : file)));
        await made.begin(1);
        made.pod.start("agent");
        expect(await made.pod.ended("agent")).toBe(1);
        expect(made.pod.log("agent")).toContain('unknown directive "no_such_directive"');
        expect(made.pod.terminationLog("agent")).toContain('unknown directive "no_such_directive"');
    });

    test("serve on without the agent, which follows again once it is back", async () => {
        const made = await running(1, 2);
        await made.load(async () => {
            made.pod.signal("agent", "SIGKILL");
            await made.pod.ended("agent");
            await made.start(3);
            made.know([1, 3]);
            await pause(2000);
            made.pod.start("agent");
            await made.untilServing([1, 3]);
            await made.end(2);
        });
        await expect.poll(async () => JSON.parse((await made.pod.get("/health")).body) as object, { timeout: 20_000 }).toMatchObject({ instances: { app: { [endpoint(3)]: { state: "up" } } } });
        expect(await made.pod.control("/-/evenkeel/slots")).toBe((await made.pod.exec("agent", "sha256sum </opt/evenkeel/current/config/slots | cut -c -16")).trim());
    });

    test("end with nginx, and begin again with the addresses of now", async () => {
        const made = await running(1);
        await made.pod.exec("nginx", "kill -9 $(cat /run/evenkeel/nginx.pid)");
        expect(await made.pod.ended("nginx")).toBe(1);
        made.pod.signal("agent", "SIGKILL");
        await made.pod.ended("agent");
        // Somebody else has the address by now.
        await made.end(1);
        await made.start(1, "api");
        await made.start(2);
        made.know([2]);
        made.pod.start("nginx");
        await pause(500);
        made.pod.start("agent");
        await expect.poll(async () => (await made.pod.get("/x")).status, { timeout: 20_000 }).toBe(200);
        expect((await made.pod.get("/x")).servedBy).toBe(endpoint(2));
        expect(made.pod.log("nginx").match(/"served_by":"10\.232\.1\.1:8000"/g)).toBeNull();
    });

    test("serve on when there is no room left, and follow when there is", async () => {
        const made = await scene("1m");
        await made.begin(1, 2, 3);
        await made.pod.startAll();
        await made.load(async () => {
            for (const [pages, apps] of [[0, [1, 2]], [2, [1, 3]], [8, [2, 3]], [12, [1, 2, 3]], [16, [1, 2]], [20, [2, 3]], [24, [1]]] as const) {
                await made.pod.exec("agent", `cd /opt/evenkeel && dd if=/dev/zero of=filler bs=4k 2>/dev/null; size=$(stat -c %s filler) && truncate -s $((size - 4096 * ${String(pages)})) filler`);
                made.know(apps);
                await pause(2500);
                expect((await made.pod.get("/x")).status).toBe(200);
                await made.pod.exec("agent", "rm /opt/evenkeel/filler");
                await made.untilServing(apps);
            }
        });
        expect(made.pod.log("agent")).toContain("No space left on device");
    });

    test("lose nothing that was begun when they end under load", async () => {
        const made = await running(1, 2);
        const reports = await underLoad({ url: made.pod.url, paths: ["/x"], rate: 200 }, () => pause(1000));
        expectNoneLost(reports, 200);
        const open = await Promise.all(Array.from({ length: 20 }, () => fetch(`${made.pod.url}/backup`)));
        made.pod.signal("nginx", "SIGTERM");
        const sizes = await Promise.all(open.map(async response => (await response.arrayBuffer()).byteLength));
        expect(new Set(sizes)).toEqual(new Set([20 * 16 * 1024]));
        expect(await made.pod.ended("nginx")).toBe(0);
    });
});
