import { afterEach, beforeEach, expect, it } from "vitest";
import { setTimeout as sleep } from "node:timers/promises";
import { WebSocket } from "ws";
import { model, ms, route, service } from "../../unit/proxy/model";
import { Backend } from "./backend";
import { Proxy } from "./proxy";
import { withNginx } from "./with-nginx";

withNginx("a WebSocket", () => {
    let backend: Backend;
    let other: Backend;
    let proxy: Proxy;

    beforeEach(async () => {
        [backend, other] = [await Backend.start(), await Backend.start()];
        const quick = { connect: ms(500), send: ms(500), read: ms(500) };
        proxy = await Proxy.start(model({
            services: [
                service("chat", [route("/chat", { websocket: ms(3500), timeouts: quick, stripPrefix: true })], { instances: [backend.instance] }),
                service("pair", [route("/pair", { websocket: ms(3500), timeouts: quick })], { instances: [backend.instance, other.instance] }),
                service("plain", [route("/plain", { timeouts: quick })], { instances: [backend.instance] }),
            ],
        }));
    });

    afterEach(() => Promise.all([proxy.stop(), backend.stop(), other.stop()]));

    function open(path: string): Promise<WebSocket> {
        const socket = new WebSocket(`ws://127.0.0.1:${proxy.httpPort}${path}`, { headers: { host: "test.example" } });
        return new Promise((resolve, reject) => {
            socket.once("open", () => { resolve(socket); }).on("error", reject);
        });
    }

    function echo(socket: WebSocket, text: string): Promise<string> {
        return new Promise((resolve) => {
            socket.once("message", (data: Buffer) => { resolve(data.toString()); });
            socket.send(text);
        });
    }

    it("may be silent for longer than an answer may take, and no longer than it is allowed to", async () => {
        const socket = await open("/chat/room?name=x");
        const closed = new Promise((resolve) => socket.once("close", resolve));
        expect(backend.received[0]).toMatchObject({ url: "/room?name=x", headers: { upgrade: "websocket", connection: "upgrade", "x-forwarded-prefix": "/chat" } });
        expect(await echo(socket, "one")).toBe("one");
        await sleep(1500);
        expect(await echo(socket, "two")).toBe("two");
        const begun = performance.now();
        await closed;
        expect(performance.now() - begun).toBeGreaterThan(3000);
    });

    it("leaves the other requests of its route with their own short time", async () => {
        backend.behaviour = "hang";
        const answer = await proxy.ask("/chat");
        expect(answer.status).toBe(504);
        expect(answer.milliseconds).toBeLessThan(2500);
        expect(backend.received[0]?.headers).not.toHaveProperty("connection", "upgrade");
    });

    it("opens although every instance is left out for the moment", async () => {
        backend.behaviour = other.behaviour = ({ url }, response) => { response.writeHead(url === "/pair/poison" ? 500 : 200).end(); };
        for (let i = 0; i < 6; i += 1) {
            await proxy.ask("/pair/poison");
        }
        expect(await echo(await open("/pair"), "still there")).toBe("still there");
        expect(proxy.errors()).toContain("no live upstreams");
    });

    it("is no WebSocket where a route has none", async () => {
        await expect(open("/plain")).rejects.toThrow("200");
        expect(backend.received[0]?.headers).not.toHaveProperty("upgrade");
    });

    it("is the only upgrade that is passed on", async () => {
        await proxy.ask("/chat", { headers: { upgrade: "h2c", connection: "upgrade, http2-settings", "http2-settings": "AAMAAABkAAQAAP__" } });
        expect(backend.received[0]?.headers).not.toHaveProperty("upgrade");
    });
});
