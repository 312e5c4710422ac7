import { afterEach, beforeEach, expect, it } from "vitest";
import { setTimeout as sleep } from "node:timers/promises";
import { bytes, model, ms, route, service } from "../../unit/proxy/model";
import { Backend, status, type Handler } from "./backend";
import { Proxy, type Question } from "./proxy";
import { withNginx } from "./with-nginx";

withNginx("kept answers", () => {
    let backend: Backend;
    let other: Backend;
    let proxy: Proxy;
    let count: number;

    /** Every answer is another one, so that a kept one shows. */
    const counting = (headers: Record<string, string> = {}): Handler => (_, response) => {
        count += 1;
        response.writeHead(200, headers).end(`answer ${count}`);
    };

    beforeEach(async () => {
        count = 0;
        [backend, other] = [await Backend.start(), await Backend.start()];
        backend.behaviour = counting();
        other.behaviour = counting();
        proxy = await Proxy.start(keeping(60_000));
    });

    afterEach(() => Promise.all([proxy.stop(), backend.stop(), other.stop()]));

    const keeping = (milliseconds: number) => model({
        services: [
            service("kept", [route("/kept", { cache: { ttl: ms(milliseconds), maxSize: bytes(1024 ** 2) }, websocket: ms(1000) })], { instances: [backend.instance, other.instance] }),
            service("live", [route("/")], { instances: [backend.instance] }),
        ],
    });

    async function bodies(path: string, ...questions: Question[]): Promise<string[]> {
        const told: string[] = [];
        for (const question of questions) {
            const answer = await proxy.ask(path, question);
            told.push(`${answer.body} ${String(answer.headers["x-cache"])}`);
        }
        return told;
    }

    it("serve the same request again", async () => {
        expect(await bodies("/kept?a", {}, {}, {})).toEqual(["answer 1 MISS", "answer 1 HIT", "answer 1 HIT"]);
        expect(await bodies("/kept?b", {}, {})).toEqual(["answer 2 MISS", "answer 2 HIT"]);
        expect(await bodies("/live", {}, {})).toEqual(["answer 3 undefined", "answer 4 undefined"]);
    });

    it("are no one's own", async () => {
        const alice = { headers: { authorization: "Bearer alice" } };
        const bob = { headers: { cookie: "session=bob" } };
        expect(await bodies("/kept", alice, {}, bob, {})).toEqual(["answer 1 BYPASS", "answer 2 MISS", "answer 3 BYPASS", "answer 2 HIT"]);
    });

    it.each([["a cookie", { "set-cookie": "session=alice" }], ["private", { "cache-control": "private" }], ["no-store", { "cache-control": "no-store" }]])("are none with %s", async (_, headers) => {
        backend.behaviour = other.behaviour = counting(headers);
        expect(await bodies("/kept", {}, {})).toEqual(["answer 1 MISS", "answer 2 MISS"]);
    });

    it("are each site's name's own", async () => {
        expect(await bodies("/kept", {}, { headers: { host: "other.example" } })).toEqual(["answer 1 MISS", "answer 2 MISS"]);
    });

    it("are none to a POST, and no error", async () => {
        expect(await bodies("/kept", { method: "POST" }, { method: "POST" })).toEqual(["answer 1 undefined", "answer 2 undefined"]);
        backend.behaviour = other.behaviour = status(404);
        await proxy.ask("/kept?gone");
        backend.behaviour = other.behaviour = counting();
        expect((await proxy.ask("/kept?gone")).status).toBe(200);
    });

    it("go on being served while the service fails", async () => {
        await proxy.stop();
        proxy = await Proxy.start(keeping(1000));
        await proxy.ask("/kept");
        // nginx counts in whole seconds, and keeps an answer to the end of its last one.
        await sleep(2200);
        backend.behaviour = other.behaviour = status(503);
        const failing = await bodies("/kept", {}, {}, {});
        expect(failing.filter((told) => !/^answer 1 (STALE|UPDATING)$/.test(told))).toEqual([]);
        await Promise.all([backend.stop(), other.stop()]);
        await sleep(200);
        expect((await proxy.ask("/kept")).body).toBe("answer 1");
    });

    it("are fetched once for many who ask together", async () => {
        const slow: Handler = (request, response) => { setTimeout(() => { counting()(request, response); }, 300); };
        backend.behaviour = other.behaviour = slow;
        const answers = await Promise.all(Array.from({ length: 8 }, () => proxy.ask("/kept?together")));
        expect(new Set(answers.map(({ body }) => body))).toEqual(new Set(["answer 1"]));
        expect(count).toBe(1);
    });

    it("carry the request's own id", async () => {
        await proxy.ask("/kept", { headers: { "x-request-id": "first" } });
        const second = await proxy.ask("/kept", { headers: { "x-request-id": "second" } });
        expect([second.headers["x-request-id"], second.headers["x-served-by"], second.headers["x-cache"]]).toEqual(["second", undefined, "HIT"]);
    });
});
