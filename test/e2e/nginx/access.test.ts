import { afterEach, beforeEach, expect, it } from "vitest";
import type { HostModel, Site } from "../../../components/config/model";
import { bytes, model, ms, perSecond, route, service } from "../../unit/proxy/model";
import { Backend } from "./backend";
import { Proxy } from "./proxy";
import { withNginx } from "./with-nginx";

/** One a minute: nothing is let in again while a test asks. */
const slow = perSecond(1 / 60);
let backend: Backend;
let proxy: Proxy | undefined;

beforeEach(async () => {
    backend = await Backend.start();
});

afterEach(async () => {
    await Promise.all([proxy?.stop(), backend.stop()]);
    proxy = undefined;
});

async function start(site: Partial<Site>, routes = [route("/")], more: Partial<HostModel> = {}): Promise<Proxy> {
    proxy = await Proxy.start(model({ ...more, site, services: [service("web", routes, { instances: [backend.instance] })] }));
    return proxy;
}

async function statuses(running: Proxy, count: number, path = "/", from = "127.0.0.1"): Promise<number[]> {
    const answers = await Promise.all(Array.from({ length: count }, () => running.ask(path, { from })));
    return answers.map(({ status }) => status).sort();
}

withNginx("the rate limit", () => {
    it("lets a burst pass, then answers 429, to each client by itself", async () => {
        const running = await start({ rateLimit: { rate: slow, burst: 3 } });
        expect(await statuses(running, 6)).toEqual([200, 200, 200, 200, 429, 429]);
        expect(await statuses(running, 2, "/", "127.0.0.2")).toEqual([200, 200]);
    });

    it("counts a route's own limit on top of the site's", async () => {
        const limited = route("/limited", { rateLimit: { rate: slow, burst: 1 } });
        const running = await start({ rateLimit: { rate: slow, burst: 100 } }, [limited, route("/")]);
        expect(await statuses(running, 4, "/limited")).toEqual([200, 200, 429, 429]);
        expect(await statuses(running, 4, "/")).toEqual([200, 200, 200, 200]);
    });

    it("counts WebSockets too", async () => {
        const running = await start({ rateLimit: { rate: slow, burst: 0 } }, [route("/", { websocket: ms(1000) })]);
        expect(await statuses(running, 1)).toEqual([200]);
        const answer = await running.ask("/", { headers: { upgrade: "websocket", connection: "upgrade" } });
        expect(answer.status).toBe(429);
    });

    it("leaves the operators' endpoints alone", async () => {
        const running = await start({ rateLimit: { rate: slow, burst: 0 } });
        for (const path of ["/nginx-health", "/nginx_status", "/-/evenkeel/release", "/-/evenkeel/probe/web"]) {
            expect(await statuses(running, 4, path)).toEqual([200, 200, 200, 200]);
        }
    });
});

withNginx("an allow list", () => {
    const closed = [route("/closed", { allow: ["127.0.0.8/30"], stripPrefix: true, websocket: ms(1000) }), route("/", { websocket: ms(1000) })];

    it("lets in whom it names and answers 403 to everybody else", async () => {
        const running = await start({}, closed);
        expect((await running.ask("/closed/x", { from: "127.0.0.9" })).status).toBe(200);
        expect((await running.ask("/closed/x", { from: "127.0.0.7" })).status).toBe(403);
        expect((await running.ask("/open", { from: "127.0.0.7" })).status).toBe(200);
    });

    it.each([
        ["with an upgrade", "/closed", { upgrade: "websocket", connection: "upgrade", "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==", "sec-websocket-version": "13" }],
        ["with an encoded letter", "/%63losed", {}],
        ["with two slashes", "//closed", {}],
        ["through another path", "/open/../closed", {}],
        ["with encoded dots", "/open/%2e%2e/closed", {}],
        ["with an encoded slash", "/closed%2fx", {}],
        ["with a claim of where it comes from", "/closed", { "x-forwarded-for": "127.0.0.9", "x-real-ip": "127.0.0.9", forwarded: "for=127.0.0.9" }],
    ])("can't be got around %s", async (_, path, headers) => {
        const running = await start({}, closed);
        expect((await running.ask(path, { headers })).status).toBe(403);
        expect(backend.received).toEqual([]);
    });
});

withNginx("operators' paths below a prefix that is taken away", () => {
    const routes = [route("/rag", { stripPrefix: true, closedBelow: ["/backup", "/monitoring"], websocket: ms(1000) })];

    it("let operators in alone, and leave all other paths open", async () => {
        const running = await start({ operators: ["127.0.0.9"] }, routes);
        expect((await running.ask("/rag/backup/now", { from: "127.0.0.9" })).status).toBe(200);
        expect(backend.received.map(({ url }) => url)).toEqual(["/backup/now"]);
        expect((await running.ask("/rag/backups")).status).toBe(200);
        expect((await running.ask("/rag")).status).toBe(200);
    });

    it.each([
        ["as it stands", "/rag/backup", {}],
        ["with what is below it", "/rag/monitoring/export", {}],
        ["with an upgrade", "/rag/backup", { upgrade: "websocket", connection: "upgrade", "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==", "sec-websocket-version": "13" }],
        ["with an encoded letter", "/rag/%62ackup", {}],
        ["with two slashes", "/rag//backup", {}],
        ["through another path", "/rag/open/../backup", {}],
    ])("are closed %s", async (_, path, headers) => {
        const running = await start({ operators: ["127.0.0.9"] }, routes);
        expect((await running.ask(path, { headers })).status).toBe(403);
        expect(backend.received).toEqual([]);
    });
});

withNginx("maintenance", () => {
    it("answers 503 in JSON, with when to come back, to everybody but those who may pass", async () => {
        const running = await start({ maintenance: { allow: ["127.0.0.9"], retryAfter: ms(90_000), message: 'Back "soon" – \\ bald' } }, [route("/", { websocket: ms(1000) })]);
        const answer = await running.ask("/anything");
        expect([answer.status, answer.headers["retry-after"], answer.headers["content-type"]]).toEqual([503, "90", "application/json"]);
        expect((JSON.parse(answer.body) as Record<string, unknown>)["error"]).toBe('Back "soon" – \\ bald');
        expect((await running.ask("/", { headers: { upgrade: "websocket" } })).status).toBe(503);
        expect((await running.ask("/", { from: "127.0.0.9" })).status).toBe(200);
    });

    it("leaves the operators' endpoints as they are", async () => {
        const running = await start({ maintenance: { allow: [], retryAfter: ms(90_000), message: "closed" } });
        const answers = await Promise.all(["/nginx-health", "/nginx_status", "/-/evenkeel/release", "/-/evenkeel/probe/web"].map((path) => running.ask(path)));
        expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    });
});

withNginx("the size of a body", () => {
    it("is bounded for each route, however it is sent", async () => {
        const running = await start({}, [route("/large", { maxBody: bytes(20 * 1024 ** 2) }), route("/", { maxBody: bytes(1024) })]);
        const body = "x".repeat(1025);
        expect((await running.ask("/", { method: "POST", body: body.slice(1) })).status).toBe(200);
        expect((await running.ask("/", { method: "POST", body })).status).toBe(413);
        expect((await running.ask("/", { method: "POST", body, headers: { "transfer-encoding": "chunked" } })).status).toBe(413);
        expect((await running.ask("/large", { method: "POST", body: "x".repeat(11 * 1024 ** 2) })).status).toBe(200);
        expect(backend.received.map((request) => request.body.length)).toEqual([1024, 11 * 1024 ** 2]);
    });
});
