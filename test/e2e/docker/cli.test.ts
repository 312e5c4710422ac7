import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findProgram } from "../../../tools/commands/machine/programs";
import { DockerStack } from "./docker-stack";
import { TestEngine, whyNoTestEngine } from "./test-engine";

const plugins = ["pulumi-language-nodejs", "pulumi-resource-command", "pulumi-resource-docker", "pulumi-resource-tls"];
const missing = plugins.filter(program => findProgram(program) === undefined);
const reason = missing.length > 0 ? `the Pulumi CLI and the plugins of this program are not on PATH: ${missing.join(", ")}` : whyNoTestEngine();

describe.skipIf(reason !== undefined)(`the Docker example on the Pulumi CLI${reason === undefined ? "" : ` (${reason})`}`, { timeout: 600_000 }, () => {
    let engine: TestEngine;
    let stack: DockerStack;

    beforeAll(async () => {
        engine = await TestEngine.start();
        stack = new DockerStack(engine);
        stack.runner = "embedded";
        await stack.up();
    });

    afterAll(async () => {
        await stack.remove();
        await engine.stop();
    });

    it("goes on from the embedded engine's state without a change", async () => {
        stack.runner = "cli";
        const before = await stack.running();
        const printed = await stack.up();
        expect(printed).not.toMatch(/to replace|replaced|deleted|created|updated/);
        expect(await stack.running()).toEqual(before);
    });

    it("loses no request to a new image, and to scaling up and down", async () => {
        const reports = await stack.during(async () => {
            stack.edit("healthai-rag:1.0.0", "healthai-rag:1.1.0");
            await stack.up();
            stack.edit("instances: 3", "instances: 4");
            expect(await stack.up()).toMatch(/\+ 2 created/);
            stack.edit("instances: 4", "instances: 3");
            expect(await stack.up()).toMatch(/- 2 deleted/);
        }, 100);
        expect(reports.map(({ failures }) => failures.slice(0, 5))).toEqual([[], []]);
    });

    it("has nothing to do in a second up", async () => {
        expect(await stack.up()).toMatch(/Resources:\n +\d+ unchanged/);
    });

    it("fails with the last words of a container that never answers, and heals", async () => {
        const before = await stack.running();
        stack.edit("updateTimeout: 2m", "updateTimeout: 10s");
        stack.edit("healthai-rag:1.1.0", "healthai-rag:broken");
        const { status, output } = await stack.run("up");
        expect(status, output).toBe(1);
        expect(output).toContain("Its last lines:");
        expect(await stack.running()).toEqual(expect.arrayContaining(before));
        stack.edit("healthai-rag:broken", "healthai-rag:1.1.0");
        await stack.up();
        expect(await stack.running()).toEqual(before);
    });

    it("hands its state back to the embedded engine without a change", async () => {
        stack.runner = "embedded";
        const before = await stack.running();
        expect(await stack.up()).not.toMatch(/replaced|deleted|created|updated/);
        expect(await stack.running()).toEqual(before);
    });

    it("goes away whole", async () => {
        stack.runner = "cli";
        expect((await stack.run("down")).status).toBe(0);
        expect(await stack.running()).toEqual([]);
    });
});
