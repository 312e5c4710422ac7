import type { ChildProcess } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { releaseBundle } from "../../../components/targets/release-bundle";
import { Load } from "../../load/load";
import { Backend } from "./backend";
import { KillingPath } from "./killing-path";
import { PrefixHost } from "./prefix-host";
import type { TestSite } from "./site";

let backend: Backend;
let host: PrefixHost;
let path: KillingPath;
/** Where pushes unpack. */
let work: string;

beforeAll(async () => {
    backend = await Backend.start();
});

afterAll(async () => {
    await backend.stop();
});

beforeEach(async () => {
    host = await PrefixHost.create();
    path = new KillingPath();
    work = mkdtempSync(join(tmpdir(), "evenkeel-work-"));
});

afterEach(async () => {
    path.remove();
    rmSync(work, { recursive: true });
    await host.close();
});

function version(name: string): TestSite {
    return host.site({ api: [backend.address] }, { site: { headers: { "X-Version": name } } });
}

/** Pushes, and kills the push at the n-th changing command. False when it came to its end before. */
async function pushKilledAt(site: TestSite, at: number): Promise<boolean> {
    const arm = (push: ChildProcess): void => {
        path.arm(push.pid ?? 0, at);
    };
    const { code } = await host.push(site, { environment: { ...path.environment, TMPDIR: work }, onStart: arm });
    return code !== 0;
}

describe("a push that is killed", () => {
    test("at any step leaves a release serving, and the next push heals", async () => {
        let live = version("before");
        await host.push(live);
        const load = Load.start({ url: `http://127.0.0.1:${String(host.http)}`, paths: ["/api"], rate: 50, connections: "keep-alive" });
        let at = 0;
        let killed: boolean;
        do {
            at += 1;
            const next = version(`killed at ${String(at)}`);
            killed = await pushKilledAt(next, at);
            expect([live, next].map(({ rendered }) => rendered.release), `killed at ${String(at)}`).toContain(await host.release());
            expect(await host.push(next, { environment: { TMPDIR: work } }), `after a kill at ${String(at)}`).toMatchObject({ code: 0, stderr: "" });
            expect(await host.release()).toBe(next.rendered.release);
            live = next;
        } while (killed);
        const report = await load.stop();
        expect(at).toBeGreaterThan(15);
        expect(report.failures).toEqual([]);
        expect(host.daemons()).toHaveLength(2);
        expect(readdirSync(work)).toEqual([]);
    });

    test("while it is the first one is begun anew, and what was there before is not forgotten", async () => {
        let at = 0;
        let killed: boolean;
        do {
            at += 8;
            killed = await pushKilledAt(version("one"), at);
            expect(await host.push(version("one"), { environment: { TMPDIR: work } }), `after a kill at ${String(at)}`).toMatchObject({ code: 0, stderr: "" });
            expect(await host.release()).toBe(version("one").rendered.release);
            expect(await host.remove(version("one"))).toMatchObject({ code: 0, stderr: "" });
            expect(readdirSync(host.prefix)).toEqual([]);
            expect(host.daemons()).toEqual([]);
        } while (killed);
        expect(at).toBeGreaterThan(30);
    });
});

/** On a push and all that it runs, unless it has come to its end already. */
function hangUp({ pid, exitCode }: ChildProcess): void {
    if (pid === undefined || exitCode !== null) {
        return;
    }
    try {
        process.kill(-pid, "SIGHUP");
    } catch {
        // Its end has not been told yet.
    }
}

describe("a connection that is cut", () => {
    test("before all has arrived changes nothing", async () => {
        await host.push(version("one"));
        const text = releaseBundle(version("two").rendered);
        for (const length of [0, 100, text.length >> 1, text.length - 80, text.length - 2]) {
            const outcome = await host.push(version("two"), { stdin: text.slice(0, length) });
            expect(outcome).toMatchObject({ code: 1, stdout: "" });
            expect(outcome.stderr).toContain("nothing was changed");
            expect(await host.release()).toBe(version("one").rendered.release);
        }
    });

    test("afterwards changes nothing either: the push goes on to its end", async () => {
        await host.push(version("one"));
        for (const after of [50, 300, 600]) {
            const next = version(`cut after ${String(after)}`);
            const cut = (push: ChildProcess): void => {
                void pause(after).then(() => {
                    push.stdout?.destroy();
                    push.stderr?.destroy();
                    hangUp(push);
                });
            };
            await host.push(next, { onStart: cut });
            expect(await host.push(next)).toMatchObject({ code: 0, stderr: "" });
            expect(await host.release()).toBe(next.rendered.release);
            expect((await host.push(next)).stdout).toContain("nothing to do");
        }
    });
});
