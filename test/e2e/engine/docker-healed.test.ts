import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { whyNoTestEngine } from "../docker/test-engine";
import { box, DockerBench, quick } from "./docker-bench";
import type { DockerWish } from "./docker-stack";

const reason = whyNoTestEngine();

describe.skipIf(reason !== undefined)(`a run on a Docker engine that is killed while it works is healed by the next one${reason === undefined ? "" : ` (${reason})`}`, () => {
    const bench = DockerBench.forTests();
    const sleeping = { command: ["sh", "-c", "trap '' TERM; while :; do sleep 1; done"] };

    /** Kills the run when the engine tells of a matching event. */
    async function killAt(wishes: DockerWish[], matches: (names: string[]) => boolean): Promise<void> {
        bench.stack.wish(...wishes);
        const { child, ended } = bench.stack.start("up");
        while (!matches(await bench.there("container"))) {
            await new Promise(resolve => setTimeout(resolve, 20));
        }
        child.kill("SIGKILL");
        expect((await ended).signal).toBe("SIGKILL");
        expect(readFileSync(bench.stack.stateFile, "utf8")).toContain("pending_operations");
    }

    const waiting = box({ healthcheck: { ...quick, tests: ["CMD", "test", "-e", "/never"] }, wait: true, waitTimeout: 60, labels: [{ label: "site", value: "t" }] });

    test("a creation, by up", async () => {
        await killAt([waiting], names => names.includes("t-box"));
        const half = await bench.inspect("t-box", "{{.Id}}");
        expect((await bench.up(box({ labels: [{ label: "site", value: "t" }] }))).result).toMatchObject({ ok: true, summary: { created: 1 } });
        expect(await bench.inspect("t-box", "{{.Id}}")).not.toBe(half);
        expect((await bench.stack.run("up")).result).toMatchObject({ summary: { same: 4 } });
    });

    test("a creation, by down", async () => {
        await killAt([waiting], names => names.includes("t-box"));
        expect((await bench.stack.run("destroy")).result?.ok).toBe(true);
        expect(await bench.there("container")).toEqual([]);
    });

    test("a deletion that is wanted no more, by up", async () => {
        const wish = box({ ...sleeping, destroyGraceSeconds: 3 });
        expect((await bench.up(wish)).result?.ok).toBe(true);
        bench.stack.wish();
        const { child, ended } = bench.stack.start("up");
        child.stdout?.on("data", (data: Buffer) => {
            if (data.toString().includes("box deleting")) {
                child.kill("SIGKILL");
            }
        });
        await ended;
        expect((await bench.up(wish)).result).toMatchObject({ ok: true, summary: { created: 1 } });
        expect(await bench.inspect("t-box", "{{.State.Running}}")).toBe("true");
    });
});
