import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { get } from "./client";
import { DevStack, whyNot } from "./dev-stack";

const run = promisify(execFile);
const reason = whyNot();

describe.skipIf(reason !== undefined)(`the dev stack as shipped${reason === undefined ? "" : ` (${reason})`}`, () => {
    const stack = new DevStack();
    let firstUp = "";

    beforeAll(async () => {
        firstUp = await stack.up();
    });

    afterAll(() => stack.remove());

    it("ends its first up with a URL", () => {
        expect(firstUp).toContain(`${stack.https}/`);
    });

    it.each(["/api/health", "/embed/health", "/manage/health", "/health/x"])("answers ten requests to %s from at least two instances", async path => {
        const answers = await Promise.all(Array.from({ length: 10 }, () => get(stack.https + path)));
        expect(answers.map(answer => answer.status)).toEqual(Array(10).fill(200));
        expect(new Set(answers.map(answer => answer.headers["x-served-by"])).size).toBeGreaterThanOrEqual(2);
    });

    it("sends plain HTTP to HTTPS", async () => {
        const { status, headers } = await get(`${stack.http}/api/health?a=b`);
        expect([status, headers["location"]]).toEqual([301, `${stack.https}/api/health?a=b`]);
    });

    it("prints at /health what the first users' document prints", async () => {
        const { status, body } = await get(`${stack.http}/health`);
        const { status: overall, upstreams, load_balancer } = JSON.parse(body) as Record<string, unknown>;
        expect(status).toBe(200);
        expect({ overall, upstreams }).toEqual({
            overall: "healthy",
            upstreams: { qdrant_api: "up", embedding_service: "up", management_api: "up", web_ui: "up" },
        });
        expect(load_balancer).toMatch(/^nginx\/\d+\.\d+\.\d+$/);
    });

    it("prints at /nginx_status what that document prints", async () => {
        const { body } = await get(`${stack.http}/nginx_status`);
        expect(body).toMatch(/^Active connections: \d+ \nserver accepts handled requests\n \d+ \d+ \d+ \nReading: \d+ Writing: \d+ Waiting: \d+ \n$/);
    });

    it("says which instance answered a request, and passes its id on", async () => {
        const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => get(`${stack.https}/api/health`, { "x-request-id": `request-${String(index)}` })));
        const servers = answers.map(answer => (JSON.parse(answer.body) as { server: string }).server);
        expect(new Set(servers)).toEqual(new Set(["qdrant-api-1", "qdrant-api-2", "qdrant-api-3"]));
        expect(answers.map(answer => answer.headers["x-request-id"])).toEqual(answers.map((_, index) => `request-${String(index)}`));
    });

    it.each(["http://127.0.0.1:18080", "https://127.0.0.1:18443"])("passes the document's `ab -n 1000 -c 100` on %s", async url => {
        const { stdout } = await run("ab", ["-q", "-n", "1000", "-c", "100", `${url}/api/health`]);
        expect(stdout).toMatch(/Complete requests: +1000\n/);
        expect(stdout).toMatch(/Failed requests: +0\n|Failed requests: +\d+\n +\(Connect: 0, Receive: 0, Length: \d+, Exceptions: 0\)/);
        expect(stdout.includes("Non-2xx responses")).toBe(url.startsWith("http:"));
    });

    it("serves a thousand clients at once over HTTPS", async () => {
        const { stdout } = await run("ab", ["-q", "-r", "-n", "1000", "-c", "1000", "-s", "60", `${stack.https}/manage/health`]);
        expect(stdout).toMatch(/Complete requests: +1000\n/);
        expect(stdout).not.toMatch(/Non-2xx|Connect: [1-9]|Receive: [1-9]|Exceptions: [1-9]/);
    });

    it("answers 429 to a client that will not stop", async () => {
        const { stdout } = await run("ab", ["-q", "-k", "-n", "12000", "-c", "50", `${stack.https}/embed/health`]);
        expect(Number(/Non-2xx responses: +(\d+)/.exec(stdout)?.[1] ?? 0)).toBeGreaterThan(1000);
        const statuses = readFileSync(`${stack.home}/sandbox/prefix/var/log/nginx/evenkeel.access.log`, "utf8").match(/"status":429/g);
        expect(statuses?.length ?? 0).toBeGreaterThan(1000);
    });

    it("finds nothing to do in a second up", async () => {
        const again = await stack.up();
        expect(again).toMatch(/Resources:\n +10 unchanged/);
        expect(again).not.toMatch(/^ [~+-]/m);
    });

    it("shows a new instance as the added lines of the rendered files, and `up` applies it", async () => {
        stack.edit("[127.0.51.1, 127.0.51.2]", "[127.0.51.1, 127.0.51.2, 127.0.51.3]");
        const { output } = await stack.run("preview", "--diff");
        const changed = output.split("\n").filter(line => /^ +[+-] {4}/.test(line)).map(line => line.replace(/\s+/g, " ").trim());
        expect(changed).toEqual(["+ server 127.0.51.3:8000 max_fails=2 fail_timeout=10s;", "+ server 127.0.51.3:8000 max_fails=0;", '+ - "127.0.51.3:8000"']);
        expect(output).toMatch(/\nSummary:\n +embedding_service: 2 to 3 instances \(127\.0\.51\.3:8000 added\); nothing else changes/);
        expect(await stack.up()).toMatch(/1 updated\n +9 unchanged/);
        const answers = await Promise.all(Array.from({ length: 12 }, () => get(`${stack.https}/embed/health`)));
        expect(answers.map(answer => answer.headers["x-served-by"])).toContain("127.0.51.3:8000");
    });

    it("prints its outputs as JSON and nothing else", async () => {
        const { output } = await stack.run("outputs");
        const outputs = JSON.parse(output) as Record<string, unknown>;
        expect(Object.keys(outputs)).toEqual(expect.arrayContaining(["url", "healthUrl", "release", "target", "proxy", "instances"]));
        expect(outputs["url"]).toBe(stack.https);
    });

    it("leaves no process, file or port behind when it goes down", async () => {
        const { status, output } = await stack.run("down");
        expect([status, output]).toEqual([0, expect.stringContaining("Down")]);
        expect(existsSync(stack.home)).toBe(false);
        const { stdout: processes } = await run("ps", ["-eo", "args"]);
        expect(processes.split("\n").filter(line => line.includes(stack.home))).toEqual([]);
        const { stdout: ports } = await run("ss", ["-Hltn"]);
        expect(ports).not.toMatch(/127\.0\.5\d\.\d+:|:18080|:18443/);
    });
});
