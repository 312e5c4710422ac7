import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makePair } from "../../certificates";
import { Load } from "../../load/load";
import { AgentLayer, type Version } from "./agent-layer";
import { TestEngine, whyNoTestEngine } from "./test-engine";

const why = whyNoTestEngine();
let engine: TestEngine;
let layer: AgentLayer;

beforeAll(async () => {
    if (why === undefined) {
        engine = await TestEngine.start();
        layer = await AgentLayer.start(engine);
    }
});

afterAll(async () => {
    if (why === undefined) {
        await engine.stop();
    }
});

function load(paths = ["/app"]): Load {
    return Load.start({ url: layer.url, paths, rate: 200, connections: "keep-alive", instanceHeader: "x-served-by" });
}

async function workers(): Promise<string> {
    return layer.exec("proxy", "cat /run/evenkeel/workers");
}

/** A file of a release that nginx will not have. */
function spoilt({ model, rendered }: Version): Version {
    const files = rendered.files.map(file => (file.path.endsWith("server.conf") ? { ...file, content: `${file.content}no_such_directive on;\n` } : file));
    const release = "f".repeat(64);
    return { model, rendered: { ...rendered, release, files: files.map(file => ({ ...file, content: file.content.replaceAll(rendered.release, release) })) } };
}

describe.skipIf(why !== undefined)(`a proxy and its agent${why === undefined ? "" : ` (skipped: ${why})`}`, () => {
    test("record who serves in a slot before there is a release", async () => {
        await layer.settle("app-1", "app-1-a");
        expect(await layer.exec("agent", "cat /opt/site/slots")).toMatch(/^app-1 172\.[0-9.]+:8000 app-1-a\n$/);
        expect((await layer.get("/app")).status).toBe(0);
    });

    test("make a first release live, slots that nobody has taken left out", async () => {
        const version = layer.version();
        expect(await layer.push(version)).toMatchObject({ code: 0, stderr: "" });
        expect(await layer.get("/app")).toMatchObject({ status: 200, servedBy: "app-1" });
        expect(await layer.control("/-/evenkeel/release")).toBe(version.rendered.release);
        expect(await layer.exec("agent", "grep app-2 /opt/site/conf/conf.d/upstream.conf")).toContain("server             127.0.0.1:8000 max_fails=2 fail_timeout=10s down; # app-2");
    });

    test("tell what they serve on the socket, and to nobody outside", async () => {
        expect(await layer.control("/-/evenkeel/slots")).toMatch(/^[0-9a-f]{16}$/);
        expect(await layer.control("/nginx_status")).toContain("Active connections:");
        expect(await layer.control("/-/evenkeel/probe/app")).toContain('"status"');
        expect(await layer.control("/app")).toContain("There is nothing at this address.");
        for (const path of ["/-/evenkeel/release", "/-/evenkeel/slots", "/-/evenkeel/probe/app", "/nginx_status"]) {
            expect((await layer.get(path)).status, path).toBe(403);
        }
    });

    test("lose no request while slots are taken, moved and left", async () => {
        const running = load();
        await layer.settle("app-2", "app-2-a");
        await layer.settle("app-1", "app-1-b");
        await engine.docker("stop", "--time", "10", "app-1-a");
        await layer.settle("app-2", "app-2-b");
        await engine.docker("stop", "--time", "10", "app-2-a");
        expect(await layer.slot("leave", "app-1")).toMatchObject({ code: 0, stderr: "" });
        await engine.docker("rm", "--force", "app-1-b");
        await layer.settle("app-1", "app-1-c");
        const report = await running.stop();
        expect(report.failures).toEqual([]);
        expect(Object.keys(report.instances).sort()).toEqual(["app-1", "app-2"]);
    });

    test("lose no request while releases come, and say nothing to do when there is nothing", async () => {
        const running = load();
        for (const value of ["one", "two", "three"]) {
            expect(await layer.push(layer.version({ app: {} }, { site: { headers: { "X-Version": value } } }))).toMatchObject({ code: 0, stderr: "" });
        }
        expect((await running.stop()).failures).toEqual([]);
        const before = await workers();
        expect((await layer.push(layer.version({ app: {} }, { site: { headers: { "X-Version": "three" } } }))).stdout).toContain("nothing to do");
        expect((await layer.slot("take", "app-1", "app-1-c", "8000")).stdout).toContain("nothing to do");
        expect(await workers()).toBe(before);
    });

    test("take a slot that the release does not name yet, and reload for the release alone", async () => {
        const before = await workers();
        await layer.settle("app-3", "app-3-a");
        expect(await workers()).toBe(before);
        expect(await layer.push(layer.version({ app: { instances: 3 } }))).toMatchObject({ code: 0, stderr: "" });
        expect(await layer.exec("agent", "cat /opt/site/current/config/slots")).toMatch(/^app-3 172\.[0-9.]+:8000$/m);
    });

    test("refuse a release with nginx's own words, the one before serving", async () => {
        const live = await layer.control("/-/evenkeel/release");
        const running = load();
        const { code, stderr } = await layer.push(spoilt(layer.version({ app: { instances: 3 } }, { site: { headers: { "X-Version": "bad" } } })));
        expect(code).toBe(1);
        expect(stderr).toContain('unknown directive "no_such_directive"');
        expect(stderr).toContain("nothing was changed");
        expect(await layer.control("/-/evenkeel/release")).toBe(live);
        expect((await running.stop()).failures).toEqual([]);
    });

    test("refuse a release whose new service does not answer", async () => {
        const live = await layer.control("/-/evenkeel/release");
        const { code, stderr } = await layer.push(layer.version({ app: { instances: 3 }, other: {} }));
        expect(code).toBe(1);
        expect(stderr).toContain("no instance answers its health check: other");
        expect(await layer.control("/-/evenkeel/release")).toBe(live);
    });

    test("take no container that does not run", async () => {
        const { code, stderr } = await layer.slot("take", "app-1", "nobody", "8000");
        expect(code).toBe(1);
        expect(stderr).toContain("nobody has no address on the network");
        expect((await layer.slot("ready", "app-1", "nobody", "8000", "/health", "1")).code).toBe(1);
    });

    test("wait for each other, two pushes and a slot at once", async () => {
        const versions = ["left", "right"].map(value => layer.version({ app: { instances: 3 } }, { site: { headers: { "X-Version": value } } }));
        const outcomes = await Promise.all([...versions.map(version => layer.push(version)), layer.slot("take", "app-1", "app-1-c", "8000")]);
        expect(outcomes.map(({ code, stderr }) => ({ code, stderr }))).toEqual([0, 0, 0].map(code => ({ code, stderr: "" })));
        expect(versions.map(({ rendered }) => rendered.release)).toContain(await layer.control("/-/evenkeel/release"));
    });

    test("serve a certificate that was stored before, and refuse a release without its own", async () => {
        const pair = await makePair({ names: ["site.example"] });
        const secure = layer.version({ app: { instances: 3 } }, { tls: { mode: "self-signed" } });
        expect((await layer.push(secure, pair)).stderr).toContain("is pushed before the release that uses it");
        expect(await layer.storeCertificate(pair)).toMatchObject({ code: 0, stderr: "" });
        expect(await layer.push(secure, pair)).toMatchObject({ code: 0, stderr: "" });
        expect(await layer.control("/-/evenkeel/release")).toMatch(new RegExp(`^${secure.rendered.release}\\.[0-9a-f]{64}$`));
        expect((await layer.exec("agent", "stat -c %a /opt/site/certificates/*/site.key")).trim()).toBe("600");
    });

    test("are healthy, and say so", async () => {
        for (const part of ["proxy", "agent"]) {
            await expect.poll(() => engine.docker("inspect", "--format", "{{.State.Health.Status}}", `site-${part}`), { timeout: 20_000 }).toBe("healthy\n");
        }
        await expect.poll(async () => JSON.parse((await layer.get("/health")).body) as object, { timeout: 20_000 }).toMatchObject({
            status: "healthy",
            instances: { app: { "app-1:8000": { state: "up" }, "app-2:8000": { state: "up" }, "app-3:8000": { state: "up" } } },
        });
    });
});
