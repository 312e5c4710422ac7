import { existsSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Load } from "../../load/load";
import { Backend } from "./backend";
import { PrefixHost, run } from "./prefix-host";
import type { TestSite } from "./site";

let one: Backend;
let two: Backend;
let host: PrefixHost;

beforeAll(async () => {
    [one, two] = await Promise.all([Backend.start(), Backend.start()]);
});

afterAll(async () => {
    await Promise.all([one.stop(), two.stop()]);
});

beforeEach(async () => {
    host = await PrefixHost.create();
});

afterEach(async () => {
    await host.close();
});

describe("a push", () => {
    test("makes the release live, and leaves links where operators look", async () => {
        const site = host.site({ api: [one.address] });
        const outcome = await host.push(site);
        expect(outcome).toMatchObject({ code: 0, stderr: "" });
        expect(outcome.stdout).toContain(`release ${site.rendered.release} is live\n`);
        expect(await host.release()).toBe(site.rendered.release);
        expect((await host.get("/api")).body).toBe("hello\n");
        expect(readlinkSync(join(host.home, "current"))).toBe(`releases/${site.rendered.release}`);
        expect(readlinkSync(join(host.prefix, "etc/nginx/nginx.conf"))).toBe(join(host.home, "current/nginx/nginx.conf"));
        expect(readlinkSync(join(host.prefix, "etc/nginx/sites-enabled/citadel"))).toBe("../sites-available/citadel");
        expect(existsSync(join(host.home, "scripts/health_check.sh"))).toBe(true);
        expect(readFileSync(join(host.home, "config/load_balancer.yaml"), "utf8")).toContain(one.address);
    });

    test("says nothing to do when the release is live already, and touches nothing", async () => {
        const site = host.site({ api: [one.address] });
        await host.push(site);
        const before = host.daemons();
        const outcome = await host.push(site);
        expect(outcome).toMatchObject({ code: 0, stderr: "", stdout: `release ${site.rendered.release} is live already: nothing to do\n` });
        expect(host.daemons()).toEqual(before);
    });

    test("costs no request, ten changes in a row, and keeps five releases", async () => {
        const sites = [[one.address], [one.address, two.address]].map(instances => host.site({ api: instances }));
        await host.push(sites[0] as TestSite);
        const load = Load.start({ url: `http://127.0.0.1:${String(host.http)}`, paths: ["/api"], connections: "keep-alive" });
        const pushed: string[] = [];
        for (let change = 0; change < 10; change += 1) {
            const site = host.site({ api: change % 2 === 0 ? [one.address, two.address] : [two.address] }, { site: { headers: { "X-Change": String(change) } } });
            expect(await host.push(site)).toMatchObject({ code: 0, stderr: "" });
            expect(await host.release()).toBe(site.rendered.release);
            pushed.push(site.rendered.release);
        }
        const report = await load.stop();
        expect(report.failures).toEqual([]);
        expect(report.sent).toBeGreaterThan(1000);
        expect(host.releases()).toEqual(pushed.slice(-5).sort());
    });

    test("repairs a release that was edited by hand", async () => {
        const site = host.site({ api: [one.address] });
        await host.push(site);
        const file = join(host.home, "current/nginx/conf.d/upstream.conf");
        writeFileSync(file, "# edited\n");
        expect(await host.push(site)).toMatchObject({ code: 0, stderr: "" });
        expect(readFileSync(file, "utf8")).toContain(one.address);
        expect((await host.get("/api")).status).toBe(200);
    });

    test("leaves the lock to the next push, though nginx and the checker live on", async () => {
        await host.push(host.site({ api: [one.address] }));
        const open = host.daemons().map(openFiles);
        expect(open).toHaveLength(2);
        expect(open.flat()).not.toContain(join(host.home, "lock"));
    });

    test("waits its turn while another one is at work", async () => {
        const sites = [host.site({ api: [one.address] }), host.site({ api: [two.address] })] as const;
        const outcomes = await Promise.all(sites.map(site => host.push(site)));
        expect(outcomes.map(({ code, stderr }) => ({ code, stderr }))).toEqual([{ code: 0, stderr: "" }, { code: 0, stderr: "" }]);
        expect(sites.map(({ rendered }) => rendered.release)).toContain(await host.release());
    });
});

describe("by hand, on the host itself", () => {
    test("an earlier release makes itself live, with the same checks", async () => {
        const earlier = host.site({ api: [one.address] });
        const later = host.site({ api: [two.address] });
        await host.push(earlier);
        await host.push(later);
        const command = `sh ${join(host.home, "releases", earlier.rendered.release, "scripts/release.sh")} apply`;
        expect(await run(command, "")).toMatchObject({ code: 0, stderr: "" });
        expect(await host.release()).toBe(earlier.rendered.release);
        expect(await host.push(later)).toMatchObject({ code: 0, stderr: "" });
        expect(await host.release()).toBe(later.rendered.release);
    });

    test("the live release takes itself off", async () => {
        await host.push(host.site({ api: [one.address] }));
        expect(await run(`sh ${join(host.home, "scripts/release.sh")} remove`, "")).toMatchObject({ code: 0, stderr: "" });
        expect(readdirSync(host.prefix)).toEqual([]);
        expect(host.daemons()).toEqual([]);
    });
});

describe("a removal", () => {
    test("leaves no process, file or port behind", async () => {
        const site = host.site({ api: [one.address] });
        await host.push(site);
        const outcome = await host.remove(site);
        expect(outcome).toMatchObject({ code: 0, stderr: "" });
        expect(readdirSync(host.prefix)).toEqual([]);
        expect(host.daemons()).toEqual([]);
        expect(await host.get("/api")).toMatchObject({ status: 0 });
    });

    test("can be run again, and where nothing ever was", async () => {
        const site = host.site({ api: [one.address] });
        expect(await host.remove(site)).toMatchObject({ code: 0, stderr: "" });
        await host.push(site);
        await host.remove(site);
        expect(await host.remove(site)).toMatchObject({ code: 0, stderr: "" });
    });
});

function openFiles(pid: number): string[] {
    const folder = `/proc/${String(pid)}/fd`;
    return readdirSync(folder).map(entry => {
        try {
            return readlinkSync(join(folder, entry));
        } catch {
            return "";
        }
    });
}
