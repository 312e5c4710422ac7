import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Model, Service } from "../../../components/config/model";
import { instance, model, ms, route, service } from "../../unit/proxy/model";
import { Backend, status, type Behaviour } from "./backend";
import { freePorts } from "./ports";
import { Proxy, type Answer } from "./proxy";
import { withNginx } from "./with-nginx";

withNginx("failover", () => {
    let one: Backend;
    let two: Backend;
    let proxy: Proxy | undefined;

    beforeEach(async () => {
        [one, two] = [await Backend.start(), await Backend.start()];
    });

    afterEach(async () => {
        await Promise.all([proxy?.stop(), one.stop(), two.stop()]);
        proxy = undefined;
    });

    function site(more: Partial<Service> = {}, path = route("/")): Model {
        return model({ services: [service("web", [path], { instances: [one.instance, two.instance], ...more })] });
    }

    async function start(model: Model): Promise<Proxy> {
        proxy = await Proxy.start(model);
        return proxy;
    }

    const reset: Behaviour = (_, response) => response.socket?.destroy();

    it.each([
        ["answers 500", status(500)],
        ["answers 502", status(502)],
        ["answers 503", status(503)],
        ["answers 504", status(504)],
        ["drops the connection", reset],
    ])("asks another instance when one %s", async (_, behaviour) => {
        const running = await start(site());
        one.behaviour = behaviour;
        const answers = await many(6, () => running.ask("/"));
        expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(200));
        expect(answers.every(({ headers }) => headers["x-served-by"] === two.address)).toBe(true);
        expect(one.received.length).toBeGreaterThan(0);
    });

    it("does not ask another instance for 429, which is an answer", async () => {
        const running = await start(site());
        one.behaviour = two.behaviour = status(429);
        expect((await running.ask("/")).body).toBe("status 429\n");
        expect(one.received.length + two.received.length).toBe(1);
    });

    it("asks another instance when one has gone", async () => {
        const running = await start(site());
        await one.stop();
        const answers = await many(6, () => running.ask("/"));
        expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(200));
    });

    it("bounds what an instance that hangs can cost, and leaves it out then", async () => {
        const running = await start(site({ failover: { maxFails: 1, failTimeout: ms(10_000) } }));
        one.behaviour = "hang";
        const answers = await many(8, () => running.ask("/"));
        expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
        expect(Math.max(...answers.map(({ milliseconds }) => milliseconds))).toBeLessThan(5000);
        expect(one.received.length).toBe(1);
    });

    it.each(["POST", "PATCH"])("sends a %s that may have had an effect once only", async (method) => {
        const running = await start(site());
        one.behaviour = two.behaviour = reset;
        const answer = await running.ask("/", { method, body: "x" });
        expect(answer.status).toBe(502);
        expect(one.received.length + two.received.length).toBe(1);
    });

    it("sends a POST that can't have had an effect again", async () => {
        const running = await start(site());
        await one.stop();
        const answers = await many(4, () => running.ask("/", { method: "POST", body: "x" }));
        expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
        expect(two.received.map(({ body }) => body)).toEqual(["x", "x", "x", "x"]);
    });

    it("sends a failed POST again, body and all, where the service says so", async () => {
        const running = await start(site({ retries: { attempts: 2, nonIdempotent: true } }));
        one.behaviour = status(500);
        const answers = await many(4, () => running.ask("/", { method: "POST", body: "abc" }));
        expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
        expect(two.received.every(({ body }) => body === "abc")).toBe(true);
    });

    it("asks no more instances than the service allows", async () => {
        const three = await Backend.start();
        const running = await start(site({ instances: [one.instance, two.instance, three.instance], retries: { attempts: 2, nonIdempotent: false } }));
        [one, two, three].forEach((each) => { each.behaviour = status(503); });
        expect((await running.ask("/")).body).toBe("status 503\n");
        expect(one.received.length + two.received.length + three.received.length).toBe(2);
        await three.stop();
    });

    it("asks the backup when all others fail, and only then", async () => {
        const spare = await Backend.start();
        const running = await start(site({ backup: [spare.instance] }));
        await many(4, () => running.ask("/"));
        expect(spare.received).toEqual([]);
        await Promise.all([one.stop(), two.stop()]);
        const answer = await running.ask("/");
        expect([answer.status, answer.headers["x-served-by"]]).toEqual([200, spare.address]);
        await spare.stop();
    });

    describe("a URL that fails on every instance", () => {
        const poison: Behaviour = ({ url }, response) => { response.writeHead(url.endsWith("/poison") ? 500 : 200).end("told\n"); };

        beforeEach(() => {
            one.behaviour = two.behaviour = poison;
        });

        it("passes on what the service says to it, and leaves the other URLs alone", async () => {
            const running = await start(site());
            const poisoned = await many(10, () => running.ask("/poison"));
            const others = await many(10, () => running.ask("/fine"));
            expect(others.map(({ status, body }) => `${status} ${body}`)).toEqual(Array(10).fill("200 told\n"));
            expect(poisoned.map(({ body }) => body)).toEqual(Array(10).fill("told\n"));
            expect(running.errors()).toContain("no live upstreams");
        });

        it("leaves the other URLs of a stripped route alone, and their methods and bodies", async () => {
            const running = await start(site({}, route("/api", { stripPrefix: true })));
            await many(10, () => running.ask("/api/poison"));
            one.received.length = two.received.length = 0;
            const posted = await running.ask("/api/a%20b?c=d", { method: "POST", body: "kept" });
            expect(posted.status).toBe(200);
            expect([...one.received, ...two.received].map(({ method, url, body }) => `${method} ${url} ${body}`)).toEqual(["POST /a%20b?c=d kept"]);
        });

        it("says who served in the end", async () => {
            const running = await start(site());
            await many(10, () => running.ask("/poison"));
            expect([one.address, two.address]).toContain((await running.ask("/fine")).headers["x-served-by"]);
        });

        it("does not widen a bound on connections", async () => {
            const bounded = [one, two].map(({ port }) => instance("127.0.0.1", port, { maxConnections: 100 }));
            const running = await start(site({ instances: bounded }));
            await many(10, () => running.ask("/poison"));
            expect((await running.ask("/fine")).status).toBe(502);
        });
    });

    it("says at once that a service is gone", async () => {
        const [nobody = 0, noOne = 0] = await freePorts(2);
        const running = await start(site({ instances: [instance("127.0.0.1", nobody), instance("127.0.0.1", noOne)] }));
        const answers = await many(8, () => running.ask("/"));
        expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(502));
        expect(Math.max(...answers.map(({ milliseconds }) => milliseconds))).toBeLessThan(900);
        expect(answers.at(-1)?.headers["x-served-by"]).toBeUndefined();
    });

    it("answers again as soon as an instance of a service that was gone is back", async () => {
        const running = await start(site());
        const { port } = one;
        await Promise.all([one.stop(), two.stop()]);
        await many(6, () => running.ask("/"));
        one = await Backend.start(port);
        expect((await running.ask("/")).status).toBe(200);
    });
});

async function many(count: number, ask: () => Promise<Answer>): Promise<Answer[]> {
    const answers: Answer[] = [];
    while (answers.length < count) {
        answers.push(await ask());
    }
    return answers;
}
