import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { measured, monitoring } from "../../unit/monitoring/measured-stack";
import { instance, model, ms, route, service } from "../../unit/proxy/model";
import { MeasuredMachine } from "./measured-machine";
import { expectedTargets, panelQueries } from "./panel-queries";
import { missing } from "./program";

const lacking = missing(["nginx", "mtail", "prometheus", "prometheus-alertmanager", "prometheus-nginx-exporter", "prometheus-node-exporter"]);
const addresses = ["127.0.0.11", "127.0.0.12", "127.0.0.13"];

/** Answers everything, tells metrics, and fails what it is asked to. */
function serve(address: string, port: number): Promise<Server> {
    const server = createServer((request, response) => {
        const failing = request.url === "/fail";
        const text = request.url === "/monitoring/export" ? "# TYPE app_questions_total counter\napp_questions_total 7\n" : "answer\n";
        response.writeHead(failing ? 501 : 200, { "content-type": "text/plain; version=0.0.4" }).end(text);
    });
    return new Promise((resolve) => server.listen(port, address, () => { resolve(server); }));
}

describe.skipIf(lacking.length > 0)(`a measured stack${lacking.length > 0 ? ` (no ${lacking.join(", ")} here)` : ""}`, () => {
    const posted: string[] = [];
    let servers: Server[] = [];
    let webhook: Server;
    let machine: MeasuredMachine;
    let traffic: NodeJS.Timeout;
    let failing = false;

    beforeAll(async () => {
        const first = await serve("127.0.0.11", 0);
        const { port } = first.address() as AddressInfo;
        servers = [first, ...await Promise.all(addresses.slice(1).map((address) => serve(address, port)))];
        webhook = createServer((request, response) => {
            void request.toArray().then((chunks) => {
                posted.push(Buffer.concat(chunks as Uint8Array[]).toString());
                response.end();
            });
        });
        await new Promise<void>((resolve) => webhook.listen(0, "127.0.0.1", resolve));
        const instances = addresses.slice(0, 2).map((address) => instance(address, port));
        const services = [
            service("app", [route("/")], { instances, backup: [instance("127.0.0.13", port)], metrics: { path: "/monitoring/export", interval: ms(1000) } }),
            service("docs", [route("/docs")], { instances }),
        ];
        const alerts = { ...monitoring.alerts, webhook: `http://127.0.0.1:${String((webhook.address() as AddressInfo).port)}/` };
        const site = model({ name: "healthai", monitoring, services });
        machine = await MeasuredMachine.start(measured({ services }, { interval: ms(1000), alerts }), site);
        traffic = setInterval(() => {
            void machine.proxy.ask(failing ? "/fail" : "/").catch(() => {});
            void machine.proxy.ask("/docs").catch(() => {});
        }, 50);
    });

    afterAll(async () => {
        clearInterval(traffic);
        await machine.stop();
        await Promise.all([...servers, webhook].map((server) => new Promise((resolve) => {
            server.closeAllConnections();
            server.close(resolve);
        })));
    });

    test("is found whole by Prometheus", async () => {
        const up = async () => (await machine.query("up")).filter(({ value }) => value[1] === "1").length;
        await expect.poll(up, { timeout: 30_000, interval: 500 }).toBe(expectedTargets(machine.model).length);
    });

    test("has figures for every query of every panel", async () => {
        const queries = panelQueries(machine.model, "10s");
        expect(queries.length).toBeGreaterThan(30);
        const empty = async () => {
            const found = await Promise.all(queries.map(async ({ name, expression }) => ({ name, expression, series: await machine.query(expression) })));
            return found.filter(({ series }) => series.length === 0 || series.some(({ value }) => value[1] === "NaN"));
        };
        await expect.poll(empty, { timeout: 60_000, interval: 1000 }).toEqual([]);
    });

    test("calls an instance the same in the figures of all who tell of it", async () => {
        const of = async (series: string) => [...new Set((await machine.query(`${series}{service="app"}`)).map(({ metric }) => metric["instance"]?.replace(/:\d+$/, "")))].sort();
        expect(await of("evenkeel_instance_up")).toEqual(addresses);
        expect(await of("app_questions_total")).toEqual(addresses);
        expect(await of("evenkeel_requests_total")).toEqual(addresses.slice(0, 2));
    });

    test("counts each second what users ask, to within what one reading misses", async () => {
        const rate = async () => Number((await machine.query('sum(rate(evenkeel_requests_total{service="docs"}[10s]))'))[0]?.value[1]);
        await expect.poll(rate, { timeout: 60_000, interval: 1000 }).toSatisfy((value: number) => value > 10 && value < 25);
    });

    test("is quiet while all is well", async () => {
        const raised = async () => (await machine.query("ALERTS")).map(({ metric }) => metric["alertname"]);
        // On a busy machine, one may have been raised meanwhile for what was late.
        await expect.poll(async () => [await machine.alerts(), await raised()], { timeout: 30_000, interval: 500 }).toEqual([[], []]);
    });

    test("tells its operator of an instance that is down, and of a pool that is", async () => {
        machine.down.add("127.0.0.11");
        await expect.poll(() => machine.alerts(), { timeout: 30_000, interval: 500 }).toEqual(["InstanceDown app 127.0.0.11", "InstanceDown docs 127.0.0.11"]);
        machine.down.add("127.0.0.12");
        await expect.poll(() => machine.alerts(), { timeout: 30_000, interval: 500 }).toEqual(expect.arrayContaining(["InstanceDown app 127.0.0.12", "PoolBelowHalf app", "PoolBelowHalf docs"]));
        await expect.poll(() => posted.join("\n"), { timeout: 30_000, interval: 500 }).toContain("docs/runbooks/instance-down.md");
        machine.down.clear();
    });

    test("tells of errors that users see, with the service that they have them from", async () => {
        failing = true;
        await expect.poll(() => machine.alerts(), { timeout: 60_000, interval: 500 }).toContain("ErrorRatio app");
        expect(await machine.alerts()).not.toContain("ErrorRatio docs");
        failing = false;
    });
});
