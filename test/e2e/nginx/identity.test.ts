import { afterEach, beforeEach, expect, it } from "vitest";
import type { Tls } from "../../../components/config/model";
import { instance, model, ms, route, service } from "../../unit/proxy/model";
import { Backend, status } from "./backend";
import { freePorts } from "./ports";
import { Proxy } from "./proxy";
import { withNginx } from "./with-nginx";

let backend: Backend;
let proxy: Proxy;

async function start(trustedProxies: readonly string[], tls: Tls = { mode: "self-signed", profile: "intermediate", hsts: null }): Promise<void> {
    backend = await Backend.start();
    const [nobody = 0] = await freePorts(1);
    proxy = await Proxy.start(model({
        tls,
        site: { trustedProxies },
        services: [
            service("gone", [route("/gone")], { instances: [instance("127.0.0.1", nobody)] }),
            service("web", [route("/"), route("/app", { stripPrefix: true })], { instances: [instance("127.0.0.1", nobody), backend.instance] }),
        ],
    }));
}

afterEach(() => Promise.all([proxy.stop(), backend.stop()]));

function told(): Record<string, unknown> {
    return backend.received.at(-1)?.headers ?? {};
}

const claims = {
    "x-forwarded-for": "203.0.113.9", "x-real-ip": "203.0.113.9", "x-forwarded-proto": "ftp", "x-forwarded-host": "evil.example",
    "x-forwarded-port": "1", "x-forwarded-prefix": "/evil", forwarded: "for=203.0.113.9", proxy: "http://evil.example",
};

withNginx("what an instance is told of a client", () => {
    beforeEach(() => start([]));

    it("is what the proxy knows, whatever the client claims", async () => {
        await proxy.ask("/", { secure: true, from: "127.0.0.5", headers: claims });
        expect(told()).toMatchObject({
            host: "test.example", "x-real-ip": "127.0.0.5", "x-forwarded-for": "127.0.0.5", "x-forwarded-proto": "https", "x-forwarded-host": "test.example",
        });
        expect(Object.keys(told())).not.toEqual(expect.arrayContaining(["forwarded"]));
        expect(["x-forwarded-port", "x-forwarded-prefix", "forwarded", "proxy", "upgrade"].filter((name) => name in told())).toEqual([]);
    });

    it("has the port that the client wrote", async () => {
        await proxy.ask("/", { secure: true, headers: { host: "test.example:8443" } });
        expect(told()).toMatchObject({ host: "test.example:8443", "x-forwarded-host": "test.example:8443" });
    });

    it("has the prefix that was taken away", async () => {
        await proxy.ask("/app/page", { secure: true });
        expect(told()).toMatchObject({ "x-forwarded-prefix": "/app" });
    });
});

withNginx("behind a trusted proxy", () => {
    beforeEach(() => start(["127.0.0.5", "127.0.0.6"]));

    it("believes its word for the client and the protocol", async () => {
        await proxy.ask("/", { secure: true, from: "127.0.0.5", headers: { "x-forwarded-for": "198.51.100.1, 203.0.113.9, 127.0.0.6", "x-forwarded-proto": "http" } });
        expect(told()).toMatchObject({ "x-real-ip": "203.0.113.9", "x-forwarded-for": "203.0.113.9", "x-forwarded-proto": "http" });
    });

    it("believes nobody else", async () => {
        await proxy.ask("/", { secure: true, from: "127.0.0.7", headers: { ...claims, "x-forwarded-proto": "http" } });
        expect(told()).toMatchObject({ "x-real-ip": "127.0.0.7", "x-forwarded-for": "127.0.0.7", "x-forwarded-proto": "https" });
    });

    it("takes no protocol that it does not know", async () => {
        await proxy.ask("/", { secure: true, from: "127.0.0.5", headers: claims });
        expect(told()).toMatchObject({ "x-forwarded-proto": "https" });
    });
});

withNginx("behind a trusted proxy that takes the TLS off", () => {
    beforeEach(() => start(["127.0.0.5"], { mode: "off", hsts: { maxAge: ms(86_400_000), includeSubdomains: false, preload: false } }));

    it.each([
        ["127.0.0.5", "https", "max-age=86400"],
        ["127.0.0.5", "http", undefined],
        ["127.0.0.6", "https", undefined],
    ])("%s, which says %s, is told to use HTTPS alone: %s", async (from, scheme, told) => {
        for (const path of ["/", "/nothing/here", "/gone"]) {
            const { headers } = await proxy.ask(path, { from, headers: { "x-forwarded-proto": scheme } });
            expect(headers["strict-transport-security"]).toBe(told);
        }
    });

    it.each([["127.0.0.5", "https"], ["127.0.0.6", "http"]])("%s is believed to have had %s", async (from, scheme) => {
        await proxy.ask("/", { from, headers: { "x-forwarded-proto": "https" } });
        expect(told()).toMatchObject({ "x-forwarded-proto": scheme });
    });
});

withNginx("a request's id", () => {
    beforeEach(() => start([]));

    it.each(["1", "a-b.c_d~e", "0af7651916cd43dd8448eb211c80319c", "req:1/2+3=@x"])("is the client's own: %s", async (id) => {
        const answer = await proxy.ask("/", { secure: true, headers: { "x-request-id": id } });
        expect([answer.headers["x-request-id"], told()["x-request-id"]]).toEqual([id, id]);
    });

    it.each([["missing", undefined], ["long", "x".repeat(129)], ["with spaces", "a b"], ["with quotes", 'a"b'], ["with a semicolon", "a;b"]])("is a new one when the client's is %s", async (_, id) => {
        const answer = await proxy.ask("/", { secure: true, headers: id === undefined ? {} : { "x-request-id": id } });
        expect(answer.headers["x-request-id"]).toMatch(/^[0-9a-f]{32}$/);
        expect(told()["x-request-id"]).toBe(answer.headers["x-request-id"]);
    });
});

withNginx("the access log", () => {
    beforeEach(() => start([]));

    it("has one JSON object a request, with who served it and how long each step took", async () => {
        const hostile = '"},{\\';
        const timing = expect.stringMatching(/\d\.\d{3}$/) as string;
        backend.behaviour = status(404);
        for (let i = 0; i < 3; i += 1) {
            await proxy.ask("/app/x?q=1", { secure: true, headers: { "x-request-id": `id-${i}`, "user-agent": hostile } });
        }
        await proxy.ask("/gone", { secure: true });
        const lines = await proxy.log(4);
        expect(lines.filter(({ service }) => service === "web")).toHaveLength(3);
        expect(lines.find((line) => line["request_id"] === "id-2")).toEqual({
            time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string, request_id: "id-2", client: "127.0.0.1", method: "GET", host: "test.example", uri: "/app/x?q=1",
            tls: "TLSv1.3", status: 404, bytes_sent: expect.any(Number) as number, request_time: expect.any(Number) as number, service: "web",
            served_by: backend.address,
            instance: expect.stringMatching(new RegExp(`(^|, )${backend.address}$`)) as string, upstream_status: expect.stringMatching(/(^|, )404$/) as string,
            upstream_connect_time: timing, upstream_header_time: timing, upstream_response_time: timing, user_agent: hostile,
        });
        expect(lines.some((line) => /^127\.0\.0\.1:\d+, 127\.0\.0\.1:\d+$/.test(String(line["instance"])) && line["upstream_status"] === "502, 404")).toBe(true);
        expect(lines.find(({ service }) => service === "gone")).toMatchObject({ status: 502, uri: "/gone" });
    });
});
