import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isDockerModel, type DockerModel } from "../../../components/config/model";
import { readStack } from "../../../tools/commands/read-stack";
import { DockerStack } from "./docker-stack";
import { expectedTargets, panelQueries } from "./panel-queries";
import { TestEngine, whyNoTestEngine } from "./test-engine";

const reason = whyNoTestEngine();

interface Targets {
    readonly activeTargets: readonly { readonly scrapePool: string; readonly health: string; readonly lastError: string; readonly discoveredLabels: Readonly<Record<string, string>> }[];
}

interface Sample {
    readonly metric: Readonly<Record<string, string>>;
    readonly value: readonly [number, string];
}

interface Alert {
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
    readonly status: { readonly state: string };
}

describe.skipIf(reason !== undefined)(`the Docker example, measured${reason === undefined ? "" : ` (${reason})`}`, () => {
    let engine: TestEngine;
    let stack: DockerStack;

    beforeAll(async () => {
        engine = await TestEngine.start();
        stack = new DockerStack(engine);
        // The test asks from outside of the engine's machine, and has not the patience of an operator.
        stack.edit("listen: 127.0.0.1", "listen: 0.0.0.0");
        stack.edit("interval: 15s", "interval: 5s");
        stack.edit("/monitoring/export, interval: 30s", "/monitoring/export, interval: 5s");
        await stack.up();
    });

    afterAll(async () => {
        await stack.remove();
        await engine.stop();
    });

    function model(): DockerModel {
        const { model } = readStack(stack.file);
        if (!isDockerModel(model)) {
            throw new Error("The stack is not one for Docker.");
        }
        return model;
    }

    async function ask(port: number, path: string): Promise<unknown> {
        const response = await fetch(`${stack.http}:${String(port)}${path}`);
        if (!response.ok) {
            throw new Error(`${path}: ${String(response.status)} ${await response.text()}`);
        }
        return response.json();
    }

    async function query(expression: string): Promise<readonly Sample[]> {
        const { data } = (await ask(9090, `/api/v1/query?${String(new URLSearchParams({ query: expression }))}`)) as { data: { result: readonly Sample[] } };
        return data.result;
    }

    /** Everything that Prometheus is told to ask, as `expectedTargets` has it; what it does not reach, with the reason. */
    async function targets(): Promise<string[]> {
        const { data } = (await ask(9090, "/api/v1/targets?state=active")) as { data: Targets };
        return data.activeTargets.map(({ scrapePool, health, lastError, discoveredLabels }) => `${scrapePool} ${discoveredLabels["__address__"] ?? ""}${health === "up" ? "" : ` ${health} ${lastError}`}`).sort();
    }

    async function alerts(): Promise<readonly Alert[]> {
        return (await ask(9093, "/api/v2/alerts")) as readonly Alert[];
    }

    it("has Prometheus find every target up", async () => {
        await expect.poll(targets, { timeout: 90_000, interval: 1000 }).toEqual(expectedTargets(model()));
    });

    it("has series for every query of every panel, after some requests", async () => {
        const queries = panelQueries(model(), "15s");
        expect(queries.length).toBeGreaterThan(20);
        const empty = async () => {
            const found = await Promise.all(queries.map(async ({ name, expression }) => ({ name, expression, series: await query(expression) })));
            return found.filter(({ series }) => series.length === 0 || series.some(({ value }) => value[1] === "NaN"));
        };
        await stack.during(() => expect.poll(empty, { timeout: 90_000, interval: 1000 }).toEqual([]), 20);
    });

    it("counts requests by the slots that answered them", async () => {
        const counted = await query('sum by (instance) (evenkeel_requests_total{service="app", status="2xx"})');
        expect(counted.map(({ metric }) => metric["instance"]).sort()).toEqual(["app-1", "app-2", "app-3"]);
    });

    it("is quiet while all is well", async () => {
        expect(await alerts()).toEqual([]);
    });

    it("asks a new instance for its figures without a new Prometheus", async () => {
        const before = await stack.inspect("healthai-prometheus");
        stack.edit("instances: 3", "instances: 4");
        await stack.up();
        await expect.poll(targets, { timeout: 30_000, interval: 1000 }).toEqual(expectedTargets(model()));
        expect(await targets()).toContain("app app-4:8000");
        const { Id, State } = await stack.inspect("healthai-prometheus");
        expect([Id, State.StartedAt]).toEqual([before.Id, before.State.StartedAt]);
    });

    it("tells Alertmanager of an instance that is down, a minute later", async () => {
        await engine.docker("stop", (await stack.serving("app-2")).Id);
        const down = async () => (await alerts()).filter(({ labels }) => labels["alertname"] === "InstanceDown");
        await expect.poll(async () => (await down()).length, { timeout: 120_000, interval: 1000 }).toBe(1);
        expect(await down()).toMatchObject([{ labels: { service: "app", instance: "app-2", site: "healthai", severity: "warning" }, status: { state: "active" } }]);
        expect((await down())[0]?.annotations).toMatchObject({ summary: "app-2 of app does not answer its health check" });
    });
});
