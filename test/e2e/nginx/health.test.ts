import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { model, route, service } from "../../unit/proxy/model";
import { Backend, status } from "./backend";
import { Proxy } from "./proxy";
import { withNginx } from "./with-nginx";

withNginx("/health", () => {
    let proxy: Proxy;
    const good = '{"status":"healthy"}\n';
    const bad = '{"status":"unhealthy"}\n';
    const stale = '{"status":"stale"}\n';

    beforeAll(async () => {
        proxy = await Proxy.start(model({ tls: { mode: "self-signed", profile: "intermediate", hsts: null } }));
    });

    afterAll(() => proxy.stop());

    beforeEach(() => {
        rmSync(join(proxy.directory, "state"), { recursive: true });
        proxy.make("state/fresh");
    });

    function write(name: string, text: string): void {
        writeFileSync(join(proxy.directory, "state", name), text);
    }

    /** The mark for the ten seconds that contain a moment, as the checker leaves it. */
    function mark(secondsFromNow: number): void {
        write(`fresh/${Math.floor((Date.now() / 1000 + secondsFromNow) / 10)}`, "");
    }

    async function health(): Promise<string> {
        const answers = await Promise.all([proxy.ask("/health"), proxy.ask("/health", { secure: true })]);
        const [plain, secure] = answers.map(({ status, headers, body }) => `${status} ${headers["content-type"] ?? ""} ${headers["cache-control"] ?? ""} ${body}`);
        expect(secure).toBe(plain);
        return plain ?? "";
    }

    const now = () => { mark(0); mark(10); };

    it("is what the checker wrote while that is fresh", async () => {
        write("health-200.json", good);
        write("health-503.json", bad);
        write("health-stale.json", stale);
        now();
        expect(await health()).toBe(`200 application/json no-store ${good}`);
    });

    it("is 503 while a service has nobody left", async () => {
        write("health-503.json", bad);
        write("health-stale.json", stale);
        now();
        expect(await health()).toBe(`503 application/json no-store ${bad}`);
    });

    it.each([["none", () => {}], ["past ones", () => { mark(-20); mark(-30); }], ["future ones", () => { mark(30); }]])("is stale when the marks are %s", async (_, leave) => {
        write("health-200.json", good);
        write("health-503.json", bad);
        write("health-stale.json", stale);
        leave();
        expect(await health()).toBe(`503 application/json no-store ${stale}`);
    });

    it.each([["has never run", () => {}], ["has only begun", now]])("is unknown when the checker %s", async (_, leave) => {
        leave();
        const answer = await proxy.ask("/health");
        expect(answer.status).toBe(503);
        expect(JSON.parse(answer.body)).toEqual({
            status: "unknown", upstreams: {}, instances: {}, load_balancer: expect.stringMatching(/^nginx\/\d/) as string, release: `${proxy.release}.0000`,
        });
    });

    it("is not to be had by another name", async () => {
        write("health-200.json", good);
        now();
        const paths = ["/-/evenkeel/health", "/-/evenkeel/health/bad", "/-/evenkeel/health-200.json", "/-/evenkeel/state/health-200.json", "/-/evenkeel/"];
        const answers = await Promise.all(paths.map((path) => proxy.ask(path)));
        expect(answers.filter(({ status, body }) => status < 400 || body.includes("healthy"))).toEqual([]);
    });
});

withNginx("what a deployment asks", () => {
    let backend: Backend;
    let proxy: Proxy;

    beforeAll(async () => {
        backend = await Backend.start();
        proxy = await Proxy.start(model({
            tls: { mode: "self-signed", profile: "modern", hsts: null },
            site: {
                hosts: ["test.example"],
                trustedProxies: ["127.0.0.0/8"],
                operators: ["127.0.0.1"],
                maintenance: { allow: [], retryAfter: 60_000 as never, message: "closed" },
            },
            services: [service("web", [route("/")], { instances: [backend.instance] })],
        }));
    });

    afterAll(() => Promise.all([proxy.stop(), backend.stop()]));

    it("is answered to any name, over plain HTTP", async () => {
        for (const host of ["test.example", "other.example", "127.0.0.1"]) {
            const release = await proxy.ask("/-/evenkeel/release", { headers: { host } });
            expect([release.status, release.body]).toEqual([200, `${proxy.release}.0000\n`]);
            expect((await proxy.ask("/-/evenkeel/probe/web", { headers: { host } })).body).toBe(`${backend.address} GET /healthz\n`);
        }
    });

    it("passes on what the service says of itself", async () => {
        backend.behaviour = status(503);
        expect((await proxy.ask("/-/evenkeel/probe/web")).status).toBe(503);
        backend.behaviour = "answer";
    });

    it.each(["/-/evenkeel/release", "/-/evenkeel/probe/web"])("is closed to everybody else: %s", async (path) => {
        expect((await proxy.ask(path, { from: "127.0.0.2" })).status).toBe(403);
        expect((await proxy.ask(path, { headers: { "x-forwarded-for": "203.0.113.1" } })).status).toBe(403);
        expect((await proxy.ask(path, { from: "127.0.0.2", headers: { "x-forwarded-for": "127.0.0.1" } })).status).toBe(403);
    });

    it("is in the log only when it was refused", async () => {
        await proxy.ask("/-/evenkeel/release");
        await proxy.ask("/-/evenkeel/probe/web", { from: "127.0.0.2" });
        const asked = (await proxy.log(1)).filter(({ uri }) => String(uri).startsWith("/-/"));
        expect(new Set(asked.map(({ status }) => status))).toEqual(new Set([403]));
    });
});
