import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { Load } from "../../load/load";
import { Backend } from "./backend";
import { PrefixHost } from "./prefix-host";
import type { TestSite } from "./site";

const isRoot = process.getuid?.() === 0;
const page = 4096;
let backend: Backend;
let disk: string;
let host: PrefixHost;

beforeAll(async () => {
    backend = await Backend.start();
});

afterAll(async () => {
    await backend.stop();
});

beforeEach(async () => {
    disk = mkdtempSync(join(tmpdir(), "evenkeel-disk-"));
    if (isRoot) {
        execFileSync("mount", ["-t", "tmpfs", "-o", "size=8m", "tmpfs", disk]);
    }
    mkdirSync(join(disk, "root"));
    mkdirSync(join(disk, "tmp"));
    host = await PrefixHost.create(join(disk, "root"));
});

afterEach(async () => {
    rmSync(join(disk, "filler"), { force: true });
    await host.close();
    if (isRoot) {
        // What the checker's last round has begun ends by itself.
        await vi.waitFor(() => execFileSync("umount", [disk], { stdio: "ignore" }), { timeout: 10_000, interval: 100 });
    }
    rmSync(disk, { recursive: true });
});

/** Without an access log, which would take the room that a push is left, the more the longer it takes. */
function version(name: string): TestSite {
    return host.site({ api: [backend.address] }, { site: { headers: { "X-Version": name }, logging: { access: "off" } } });
}

/** Fills the disk until so many pages are left. */
function fill(pages: number): void {
    const { bavail, bsize } = statfsSync(disk);
    appendFileSync(join(disk, "filler"), Buffer.alloc(Math.max(0, bavail * bsize - pages * page)));
}

describe.skipIf(!isRoot)("a full disk (needs root, to mount a small one)", () => {
    test("wherever a push meets it, leaves the old release serving, and the push says so", async () => {
        await host.push(version("one"));
        const load = Load.start({ url: `http://127.0.0.1:${String(host.http)}`, paths: ["/api"], rate: 50, connections: "keep-alive" });
        let refused = 0;
        for (const pages of [0, 1, 8, 24, 32, 36, 38, 40, 41, 42, 43, 44, 45, 46, 48, 52]) {
            fill(pages);
            const { code, stderr } = await host.push(version("two"), { environment: { TMPDIR: pages % 8 === 0 ? tmpdir() : join(disk, "tmp") } });
            rmSync(join(disk, "filler"));
            if (code === 0) {
                expect(await host.release()).toBe(version("two").rendered.release);
                expect(await host.push(version("one"))).toMatchObject({ code: 0, stderr: "" });
                continue;
            }
            refused += 1;
            expect(stderr, `with ${String(pages)} pages left`).toMatch(/No space left on device|could not be unpacked/);
            expect(await host.release(), `with ${String(pages)} pages left`).toBe(version("one").rendered.release);
        }
        const report = await load.stop();
        expect(refused).toBeGreaterThan(5);
        expect(report.failures).toEqual([]);
        expect(await host.push(version("two"))).toMatchObject({ code: 0, stderr: "" });
        expect(await host.release()).toBe(version("two").rendered.release);
    });

    test("does not stop the health checker, and never makes it say healthy of what is down", async () => {
        const other = await Backend.start();
        await host.push(host.site({ api: [other.address] }));
        await expect.poll(async () => (await host.get("/health")).status, { timeout: 10_000 }).toBe(200);
        fill(0);
        const checker = host.checker();
        await other.stop();
        await expect.poll(async () => (await host.get("/health")).status, { timeout: 10_000 }).toBe(503);
        await new Promise(resolve => setTimeout(resolve, 25_000));
        expect(host.checker()).toBe(checker);
        expect(host.daemons()).toContain(checker);
        rmSync(join(disk, "filler"));
        await other.restart();
        await expect.poll(async () => (await host.get("/health")).status, { timeout: 10_000 }).toBe(200);
        await other.stop();
    });
});
