import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import WebSocket from "ws";
import { monitoringDrafts } from "../../../components/monitoring/drafts";
import { logExporter } from "../../../components/targets/docker/monitoring/exporters";
import { measured, monitoring } from "../../unit/monitoring/measured-stack";
import { model, ms, perSecond, route, service } from "../../unit/proxy/model";
import { Backend, status } from "../nginx/backend";
import { freePorts } from "../nginx/ports";
import { Proxy } from "../nginx/proxy";
import { missing, Program } from "./program";

const lacking = missing(["nginx", "mtail"]);

describe.skipIf(lacking.length > 0)(`metrics of the requests that nginx logs${lacking.length > 0 ? ` (no ${lacking.join(", ")} here)` : ""}`, () => {
    let good: Backend;
    let bad: Backend;
    let gone: Backend;
    let proxy: Proxy;
    let log: string;

    beforeEach(async () => {
        [good, bad, gone] = [await Backend.start(), await Backend.start(), await Backend.start()];
        bad.behaviour = status(503);
        await gone.stop();
        proxy = await Proxy.start(model({
            name: "healthai",
            monitoring,
            services: [
                service("app", [route("/", { websocket: ms(60_000) })], { instances: [good.instance] }),
                service("gone", [route("/gone")], { instances: [gone.instance] }),
                service("limited", [route("/limited", { rateLimit: { rate: perSecond(1 / 60), burst: 0 } })], { instances: [good.instance] }),
                service("pair", [route("/pair")], { instances: [bad.instance, good.instance], balance: "round_robin", failover: { maxFails: 0, failTimeout: ms(1000) } }),
            ],
        }));
        log = join(proxy.directory, "logs/healthai.metrics.log");
        mkdirSync(join(proxy.directory, "progs"));
        writeFileSync(join(proxy.directory, "progs/access.mtail"), monitoringDrafts(measured()).find(({ path }) => path.endsWith("access.mtail"))?.content ?? "");
    });

    afterEach(async () => {
        await Promise.all([proxy.stop(), good.stop(), bad.stop()]);
    });

    /** The program's arguments in a container, for the folders of this test. */
    function args(port: number): string[] {
        return logExporter(measured()).command.map((word) => word
            .replace("/etc/evenkeel-monitoring/log-exporter", join(proxy.directory, "progs"))
            .replace("/var/log/nginx/healthai.metrics.log", log)
            .replace("3903", String(port)));
    }

    /** Counted once, from the beginning, when the log has the lines of so many requests. */
    async function count(requests: number): Promise<string[]> {
        await proxy.lines("healthai.metrics.log", requests);
        const [port = 0] = await freePorts(1);
        const { stdout, stderr } = spawnSync("mtail", [...args(port), "--one_shot", "--one_shot_format", "prometheus"], { encoding: "utf8" });
        expect(stderr).not.toContain("rror");
        return stdout.split("\n").filter((line) => line.startsWith("evenkeel_"));
    }

    const counters = (lines: readonly string[]) => lines.filter((line) => line.includes("_total{")).sort();

    test("count every request once, by service, instance and kind of answer", async () => {
        good.behaviour = (request, response) => { response.writeHead(request.url.includes("missing") ? 404 : 200).end("x"); };
        await Promise.all(Array.from({ length: 10 }, () => proxy.ask("/")));
        await Promise.all([proxy.ask("/missing"), proxy.ask("/gone"), proxy.ask("/gone/2")]);
        await proxy.ask("/limited");
        await proxy.ask("/limited");
        await proxy.ask("/nginx-health");
        expect(counters(await count(15))).toEqual([
            `evenkeel_requests_total{instance="${gone.address}",service="gone",status="5xx"} 2`,
            'evenkeel_requests_total{instance="",service="limited",status="4xx"} 1',
            `evenkeel_requests_total{instance="${good.address}",service="app",status="2xx"} 10`,
            `evenkeel_requests_total{instance="${good.address}",service="app",status="4xx"} 1`,
            `evenkeel_requests_total{instance="${good.address}",service="limited",status="2xx"} 1`,
        ].sort());
    });

    test("name no instance where nginx had none to ask", async () => {
        writeFileSync(log, ["evenkeel_app", "evenkeel_app.all", "", "-"].map((name) => `{"status":502,"request_time":0.000,"service":"app","served_by":"${name}","upstream_status":"502"}\n`).join(""));
        expect(counters(await count(4))).toEqual(['evenkeel_requests_total{instance="",service="app",status="5xx"} 4']);
    });

    test("tell requests that a second instance had to be asked, and who answered in the end", async () => {
        for (let i = 0; i < 6; i += 1) {
            expect((await proxy.ask("/pair")).status).toBe(200);
        }
        const lines = counters(await count(6));
        const retried = readFileSync(log, "utf8").split("\n").filter((line) => line.includes('"upstream_status":"503, 200"')).length;
        expect(retried).toBeGreaterThan(0);
        expect(lines).toEqual([`evenkeel_requests_total{instance="${good.address}",service="pair",status="2xx"} 6`, `evenkeel_retried_requests_total{service="pair"} ${String(retried)}`]);
    });

    test("have each request in the histogram, the fastest too, but no WebSocket", async () => {
        await Promise.all(Array.from({ length: 20 }, () => proxy.ask("/")));
        const socket = new WebSocket(`ws://127.0.0.1:${String(proxy.httpPort)}/socket`);
        await new Promise((resolve) => socket.once("open", resolve));
        socket.close();
        await new Promise((resolve) => socket.once("close", resolve));
        const lines = await count(21);
        const of = (what: string) => lines.find((line) => line.startsWith(`evenkeel_request_seconds_${what}`) && line.includes('service="app"'))?.split(" ")[1];
        expect(of("count")).toBe("20");
        expect(lines.filter((line) => line.includes('le="+Inf"')).map((line) => line.split(" ")[1])).toEqual(["20"]);
        expect(Number(of("sum"))).toBeGreaterThanOrEqual(0.01);
        expect(counters(lines)).toContain(`evenkeel_requests_total{instance="${good.address}",service="app",status="1xx"} 1`);
    });

    test("are not stopped by bytes that no text has, nor fooled by what looks like a field", async () => {
        for (const path of ["/\xff\xfe\x80", '/","status":500,"service":"fake"', "/%22%7D"]) {
            await raw(`GET ${path} HTTP/1.1\r\nHost: x\r\nUser-Agent: \xff\xc0"},\r\nConnection: close\r\n\r\n`);
        }
        await proxy.ask("/");
        const counted = counters(await count(4)).map((line) => [/service="([^"]*)"/.exec(line)?.[1], Number(line.split(" ")[1])] as const);
        expect(new Set(counted.map(([name]) => name))).toEqual(new Set(["app"]));
        expect(counted.reduce((sum, [, requests]) => sum + requests, 0)).toBe(4);
        expect(readFileSync(log).every((byte) => byte < 128)).toBe(true);
    });

    test("go on when the log is renamed and begun anew", async () => {
        const [port = 0] = await freePorts(1);
        const mtail = await Program.start("mtail", args(port), `http://127.0.0.1:${String(port)}/metrics`);
        const total = async () => {
            const text = await (await fetch(`http://127.0.0.1:${String(port)}/metrics`)).text();
            return Number(/^evenkeel_requests_total\{.*service="app",status="2xx"\} (\d+)$/m.exec(text)?.[1] ?? 0);
        };
        const settled = async (wanted: number) => { await expect.poll(total, { timeout: 15_000, interval: 250 }).toBe(wanted); };
        try {
            await Promise.all(Array.from({ length: 5 }, () => proxy.ask("/")));
            await settled(5);
            // It lets go of what it reads when it looks for the log while there is none.
            mtail.signal("SIGSTOP");
            await rotate().finally(() => { mtail.signal("SIGCONT"); });
            await Promise.all(Array.from({ length: 11 }, () => proxy.ask("/")));
            await settled(23);
        } finally {
            await mtail.stop();
        }
    });

    /** Five lines are in the log. nginx writes the seven that it has kept for a while to the old one, and begins a new one. */
    async function rotate(): Promise<void> {
        renameSync(log, `${log}.1`);
        await Promise.all(Array.from({ length: 7 }, () => proxy.ask("/")));
        process.kill(Number(readFileSync(join(proxy.directory, "nginx.pid"), "utf8")), "SIGUSR1");
        await expect.poll(() => [existsSync(log), linesOf(`${log}.1`)], { timeout: 15_000 }).toEqual([true, 12]);
    }

    function linesOf(file: string): number {
        return readFileSync(file, "utf8").split("\n").length - 1;
    }

    function raw(request: string): Promise<void> {
        return new Promise((resolve, reject) => {
            const socket = connect(proxy.httpPort, "127.0.0.1", () => socket.write(Buffer.from(request, "latin1")));
            socket.on("error", reject).on("close", () => { resolve(); }).resume();
        });
    }
});
