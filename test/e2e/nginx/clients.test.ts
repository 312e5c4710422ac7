import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { model, route, service } from "../../unit/proxy/model";
import { Backend } from "./backend";
import { Proxy } from "./proxy";
import { withNginx } from "./with-nginx";

withNginx("clients that do not behave", () => {
    let backend: Backend;
    let proxy: Proxy;
    const open: Socket[] = [];

    beforeAll(async () => {
        backend = await Backend.start();
        proxy = await Proxy.start(model({ services: [service("web", [route("/")], { instances: [backend.instance] })] }));
    });

    afterEach(() => {
        open.splice(0).forEach((socket) => socket.destroy());
        backend.received.length = 0;
    });

    afterAll(() => Promise.all([proxy.stop(), backend.stop()]));

    function send(text: string): Promise<Socket> {
        const socket = connect(proxy.httpPort, "127.0.0.1");
        open.push(socket);
        return new Promise((resolve) => { socket.write(text, () => { resolve(socket); }); });
    }

    /** The first line that comes back. */
    async function answerTo(text: string): Promise<string> {
        const socket = await send(text);
        return new Promise((resolve, reject) => {
            socket.once("data", (data) => { resolve(data.toString().split("\r\n")[0] ?? ""); }).once("error", reject).once("end", () => { resolve("closed"); });
        });
    }

    it.each([
        ["two lengths", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"],
        ["two different lengths", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcd"],
        ["two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"],
        ["no host", "GET / HTTP/1.1\r\n\r\n"],
        ["a host that is none", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"],
        ["no method", "/ HTTP/1.1\r\nHost: a\r\n\r\n"],
    ])("are told that a request with %s makes no sense, and no instance sees it", async (_, text) => {
        expect(await answerTo(text)).toBe("HTTP/1.1 400 Bad Request");
        expect(backend.received).toEqual([]);
    });

    it("are told that headers of 40 kB are too many", async () => {
        expect(await answerTo(`GET / HTTP/1.1\r\nHost: a\r\nCookie: ${"x".repeat(40_000)}\r\n\r\n`)).toMatch(/^HTTP\/1.1 431/);
        expect(backend.received).toEqual([]);
    });

    it("hold no instance while they are slow to send a body", async () => {
        const socket = await send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 8\r\n\r\nhalf");
        await sleep(500);
        expect(backend.received).toEqual([]);
        socket.write("full");
        await expect.poll(() => backend.received.map(({ body }) => body), { timeout: 10_000 }).toEqual(["halffull"]);
    });
});

withNginx("a reload", () => {
    it("costs no request", async () => {
        const backend = await Backend.start();
        const proxy = await Proxy.start(model({ services: [service("web", [route("/")], { instances: [backend.instance] })] }));
        const asked: Promise<number>[] = [];
        for (let i = 0; i < 300; i += 1) {
            asked.push(proxy.ask(`/${i}`).then(({ status }) => status));
            if (i % 60 === 30) {
                proxy.reload();
            }
            await sleep(5);
        }
        const statuses = await Promise.all(asked);
        await Promise.all([proxy.stop(), backend.stop()]);
        expect(statuses.filter((status) => status !== 200)).toEqual([]);
    });
});
