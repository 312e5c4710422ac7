import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { Connection } from "../../load/connection";

const program = join(__dirname, "../../../tools/sample-service/main.ts");
const address = "127.0.40.1";

async function freePort(): Promise<number> {
    const server = createServer();
    server.listen(0, address);
    await once(server, "listening");
    const place = server.address();
    server.close();
    return typeof place === "object" && place !== null ? place.port : 0;
}

describe("a sample service", () => {
    let child: ChildProcess;
    let port = 0;

    beforeEach(async () => {
        port = await freePort();
        const args = ["--name", "api-1", "--service", "api", "--address", address, "--port", String(port)];
        child = spawn(process.execPath, ["--require", require.resolve("tsx/cjs"), program, ...args], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
        await once(child, "message");
    });

    afterEach(async () => {
        if (child.exitCode === null && child.signalCode === null) {
            child.kill("SIGKILL");
            await once(child, "exit");
        }
    });

    const url = (path: string): string => `http://${address}:${String(port)}${path}`;
    const turn = (wish: object): Promise<Response> => fetch(url("/-/switch"), { method: "POST", body: JSON.stringify(wish) });

    it.each(["/healthz", "/readyz", "/health", "/api/health", "/health/detailed"])("answers %s with its status and name", async path => {
        const answer = await fetch(url(path));
        expect(answer.status).toBe(200);
        expect(await answer.json()).toMatchObject({ status: expect.any(String) as string, server: "api-1" });
        expect(answer.headers.get("x-server")).toBe("api-1");
    });

    it("tells what reached it", async () => {
        const answer = await fetch(url("/a/b?c=d"), { method: "PUT", body: "12345", headers: { "X-Request-ID": "7" } });
        expect(await answer.json()).toMatchObject({ server: "api-1", method: "PUT", path: "/a/b?c=d", bodyBytes: 5, headers: { "x-request-id": "7" } });
    });

    it("takes from the environment what its command line leaves out, as in a container", async () => {
        const environment = { ...process.env, PORT: String(await freePort()), APP_INSTANCE: "rag-1", APP_SERVICE: "rag", VERSION: "1.2.3" };
        const other = spawn(process.execPath, ["--require", require.resolve("tsx/cjs"), program], { stdio: ["ignore", "inherit", "inherit", "ipc"], env: environment });
        await once(other, "message");
        const answer = await fetch(`http://127.0.0.1:${environment.PORT}/`);
        expect(await answer.json()).toMatchObject({ server: "rag-1", service: "rag", version: "1.2.3" });
        other.kill("SIGTERM");
        expect(await once(other, "exit")).toEqual([0, null]);
    });

    it("counts what it answers, for Prometheus", async () => {
        await fetch(url("/one"));
        await fetch(url("/two"));
        const text = await (await fetch(url("/monitoring/export"))).text();
        expect(text).toContain('http_requests_total{service="api",server="api-1",method="GET",status="200"} 2\n');
    });

    it("echoes over a WebSocket", async () => {
        const client = new WebSocket(url("/any").replace("http", "ws"));
        await once(client, "open");
        client.send("hello");
        const [message] = (await once(client, "message")) as [Buffer];
        client.close();
        expect(message.toString()).toBe("hello");
    });

    it("answers with errors, but for health, when switched to that, and back", async () => {
        expect((await turn({ mode: "error", scope: "traffic", status: 503 })).status).toBe(200);
        expect((await fetch(url("/x"))).status).toBe(503);
        expect((await fetch(url("/healthz"))).status).toBe(200);
        await turn({ mode: "ok" });
        expect((await fetch(url("/x"))).status).toBe(200);
    });

    it("hangs when switched to that", async () => {
        await turn({ mode: "hang" });
        await expect(fetch(url("/healthz"), { signal: AbortSignal.timeout(300) })).rejects.toThrow("timeout");
    });

    it("holds answers back when switched to that", async () => {
        await turn({ mode: "delay", delay: 300 });
        const begun = performance.now();
        await fetch(url("/x"));
        expect(performance.now() - begun).toBeGreaterThanOrEqual(295);
    });

    it("uses as much of a processor as one request asks for", async () => {
        const begun = performance.now();
        expect((await fetch(url("/x?burn=300"))).status).toBe(200);
        expect(performance.now() - begun).toBeGreaterThan(300);
    });

    it("refuses a switch that it does not have, and stays as it is", async () => {
        const answer = await turn({ mode: "off" });
        expect(answer.status).toBe(400);
        expect(await answer.json()).toEqual({ error: '"mode" is one of ok, error, hang, delay' });
        expect((await fetch(url("/x"))).status).toBe(200);
    });

    it("finishes what it has begun when it is stopped, closes idle connections and accepts no new ones", async () => {
        const endpoint = { host: address, port, tls: false };
        const request = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`;
        const [busy, idle] = await Promise.all([Connection.open(endpoint, 10_000), Connection.open(endpoint, 10_000)]);
        await busy.exchange(request("/"), 10_000);
        let isAnswered = false;
        const slow = busy.exchange(request("/x?delay=3000"), 10_000).finally(() => { isAnswered = true; });
        // By its answer, the one before it has been begun.
        await idle.exchange(request("/"), 10_000);
        child.kill("SIGTERM");
        await expect.poll(() => idle.reusable, { timeout: 10_000 }).toBe(false);
        await expect(Connection.open(endpoint, 10_000)).rejects.toThrow("ECONNREFUSED");
        expect(isAnswered).toBe(false);
        const answer = await slow;
        expect(answer.status).toBe(200);
        expect(JSON.parse(answer.body) as object).toMatchObject({ server: "api-1" });
        expect(answer.headers.get("connection")).toBe("close");
        await expect.poll(() => child.exitCode, { timeout: 10_000 }).toBe(0);
    });
});
