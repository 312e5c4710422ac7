import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { bytes, model, ms, perSecond, route, service } from "../../unit/proxy/model";
import { Backend, status } from "./backend";
import { freePorts } from "./ports";
import { Proxy, type Question } from "./proxy";
import { withNginx } from "./with-nginx";

const operators = ["127.0.0.9"];

withNginx("every answer", () => {
    let backend: Backend;
    let proxy: Proxy;
    let files: string;

    beforeAll(async () => {
        files = mkdtempSync(join(tmpdir(), "evenkeel-static-"));
        chmodSync(files, 0o755);
        mkdirSync(join(files, "css"));
        writeFileSync(join(files, "css/site.css"), "body { color: black }\n".repeat(100));
        backend = await Backend.start();
        const [nobody = 0] = await freePorts(1);
        proxy = await Proxy.start(model({
            tls: { mode: "self-signed", profile: "intermediate", hsts: { maxAge: ms(31_536_000_000), includeSubdomains: true, preload: false } },
            site: {
                hosts: ["test.example"],
                headers: [{ name: "X-Content-Type-Options", value: "nosniff" }, { name: "X-Quoted", value: 'a "b" \\n; {c}' }],
                staticFiles: { path: "/static", root: files, expires: ms(3_600_000) },
                compression: { level: 1, minLength: bytes(256), types: ["text/css"] },
                operators,
            },
            services: [
                service("closed", [route("/closed", { allow: ["127.0.0.8"] })], { instances: [backend.instance] }),
                service("gone", [route("/gone")], { instances: [{ ...backend.instance, port: nobody }] }),
                service("limited", [route("/limited", { rateLimit: { rate: perSecond(1 / 60), burst: 0 } })], { instances: [backend.instance] }),
                service("small", [route("/small", { maxBody: bytes(10) })], { instances: [backend.instance] }),
                service("web", [route("/web")], { instances: [backend.instance] }),
            ],
        }));
        await proxy.ask("/limited", { secure: true });
    });

    afterAll(async () => {
        await Promise.all([proxy.stop(), backend.stop()]);
        rmSync(files, { recursive: true });
    });

    const cases: readonly (readonly [string, number, string, Question])[] = [
        ["a service's answer", 200, "/web", { secure: true }],
        ["a redirect to HTTPS", 301, "/web", {}],
        ["a page that no route has", 404, "/nothing", { secure: true }],
        ["a closed path", 403, "/closed", { secure: true }],
        ["a service that is gone", 502, "/gone", { secure: true }],
        ["too many requests", 429, "/limited", { secure: true }],
        ["too large a body", 413, "/small", { secure: true, method: "POST", body: "far too long" }],
        ["a static file", 200, "/static/css/site.css", { secure: true }],
        ["a static file that is not there", 404, "/static/none.css", { secure: true }],
        ["another site's name", 421, "/web", { secure: true, headers: { host: "other.example" } }],
        ["another site's name over HTTP", 421, "/web", { headers: { host: "other.example" } }],
        ["the proxy's own health", 200, "/nginx-health", {}],
        ["the services' health", 503, "/health", { secure: true }],
        ["the operators' status, closed", 403, "/nginx_status", { secure: true }],
        ["the release", 200, "/-/evenkeel/release", {}],
        ["HTTP to the HTTPS port", 308, "/web", {}],
        ["a request that makes no sense", 400, "/%", { secure: true }],
    ];

    it.each(cases)("carries the site's headers: %s (%i)", async (what, code, path, question) => {
        const answer = await proxy.ask(path, what === "HTTP to the HTTPS port" ? { port: proxy.httpsPort } : question);
        expect(answer.status).toBe(code);
        expect(answer.headers["x-content-type-options"]).toBe("nosniff");
        expect(answer.headers["x-quoted"]).toBe('a "b" \\n; {c}');
        expect(answer.headers["x-request-id"]).toMatch(/^[0-9a-f]{32}$/);
        expect(answer.headers["server"]).toBe("nginx");
        expect(answer.headers["strict-transport-security"]).toBe(question.secure === true ? "max-age=31536000; includeSubDomains" : undefined);
    });

    it.each(cases.filter(([, code]) => code >= 400 && code !== 503))("is JSON when it is the proxy's own error: %s (%i)", async (_, code, path, question) => {
        const answer = await proxy.ask(path, question);
        const told = JSON.parse(answer.body) as Record<string, unknown>;
        expect(answer.headers["content-type"]).toBe("application/json");
        expect(told).toEqual({ status: code, error: expect.stringMatching(/^[A-Z].*\.$/) as string, request_id: answer.headers["x-request-id"] });
        expect(answer.headers["cache-control"]).toBe("no-store");
        expect(answer.headers["retry-after"]).toBe(code === 429 ? "1" : undefined);
    });

    it("has an instance's own errors as they are", async () => {
        backend.behaviour = status(404, { "content-type": "text/x-own" });
        const answer = await proxy.ask("/web", { secure: true });
        backend.behaviour = "answer";
        expect([answer.status, answer.headers["content-type"], answer.body]).toEqual([404, "text/x-own", "status 404\n"]);
    });

    it("has each header once, the site's rather than the instance's", async () => {
        backend.behaviour = status(200, {
            "X-Content-Type-Options": "theirs", "Strict-Transport-Security": "max-age=1", "X-Request-ID": "theirs", "X-Served-By": "theirs", "X-Powered-By": "theirs",
        });
        const { headers } = await proxy.ask("/web", { secure: true });
        backend.behaviour = "answer";
        expect(JSON.stringify(headers)).not.toContain("theirs");
        expect(headers["strict-transport-security"]).toBe("max-age=31536000; includeSubDomains");
        expect(headers["x-served-by"]).toBe(backend.address);
    });

    it("redirects to the same address on the HTTPS port, and keeps the method of requests with a body", async () => {
        const get = await proxy.ask("/web/a%20b?c=d");
        const post = await proxy.ask("/web", { method: "POST", body: "x" });
        expect([get.status, get.headers.location]).toEqual([301, `https://test.example:${proxy.httpsPort}/web/a%20b?c=d`]);
        expect([post.status, post.headers.location]).toEqual([308, `https://test.example:${proxy.httpsPort}/web`]);
    });

    it("has static files with their expiry, compressed", async () => {
        const { headers } = await proxy.ask("/static/css/site.css", { secure: true, headers: { "accept-encoding": "gzip" } });
        expect([headers["content-type"], headers["content-encoding"], headers["cache-control"]]).toEqual(["text/css", "gzip", "max-age=3600, public"]);
        expect((await proxy.ask("/static/../../etc/passwd", { secure: true })).status).not.toBe(200);
    });

    it("lets allowed clients in", async () => {
        expect((await proxy.ask("/closed", { secure: true, from: "127.0.0.8" })).status).toBe(200);
        expect((await proxy.ask("/nginx_status", { from: "127.0.0.9" })).body).toMatch(/^Active connections: \d+/);
    });
});
