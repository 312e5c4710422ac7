import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { once } from "node:events";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Load } from "../../load/load";
import { Backend, freePort } from "./backend";
import { PrefixHost } from "./prefix-host";
import { renamed, withFile, type TestSite } from "./site";

let backend: Backend;
let host: PrefixHost;
let live: TestSite;

beforeAll(async () => {
    backend = await Backend.start();
});

afterAll(async () => {
    await backend.stop();
});

beforeEach(async () => {
    host = await PrefixHost.create();
    live = host.site({ api: [backend.address] });
});

afterEach(async () => {
    await host.close();
});

/** Pushes what has to be refused while requests run, and sees to it that nobody noticed. */
async function expectRefused(site: TestSite, ...words: readonly string[]): Promise<void> {
    expect(await host.push(live)).toMatchObject({ code: 0, stderr: "" });
    const load = Load.start({ url: `http://127.0.0.1:${String(host.http)}`, paths: ["/api"], rate: 50, connections: "keep-alive" });
    const { code, stderr } = await host.push(site);
    const report = await load.stop();
    expect(code).toBe(1);
    for (const word of words) {
        expect(stderr).toContain(word);
    }
    expect(await host.release()).toBe(live.rendered.release);
    expect(report.failures).toEqual([]);
    expect(host.releases()).toEqual([live.rendered.release]);
    expect(await host.push(host.site({ api: [backend.address] }, { site: { headers: { "X-After": "yes" } } }))).toMatchObject({ code: 0, stderr: "" });
}

describe("a release is refused, and the one before goes on serving", () => {
    test("when nginx -t refuses it", async () => {
        const broken = withFile(host.site({ api: [backend.address], web: [backend.address] }), "nginx/conf.d/upstream.conf", text => `${text}bogus on;\n`);
        await expectRefused(broken, "nginx refuses the new release", 'unknown directive "bogus"', `nothing was changed: release ${live.rendered.release} is serving as before`);
    });

    test("when another program has the port", async () => {
        const port = await freePort();
        const stranger = await listen(port);
        const moved = withFile(live, "nginx/sites-available/citadel", text => `${text}server { listen 127.0.0.1:${String(port)}; }\n`);
        await expectRefused(renamed(moved), `bind() to 127.0.0.1:${String(port)} failed (98: Address already in use)`, `release ${live.rendered.release} was restored and answers`);
        stranger.close();
    });

    test("when a new service does not answer through it", async () => {
        const dead = `127.0.0.1:${String(await freePort())}`;
        const site = host.site({ api: [backend.address], web: [dead] });
        await expectRefused(site, "no instance answers its health check: web", `nothing was changed: release ${live.rendered.release} is serving as before`);
    });

    test("when a service that answered no longer does", async () => {
        const dead = `127.0.0.1:${String(await freePort())}`;
        await expectRefused(host.site({ api: [dead] }), "no instance answers its health check: api");
    });

    test("when an instance answers, but not through the proxy", async () => {
        const site = host.site({ api: [backend.address], web: [backend.address] });
        const astray = withFile(site, "nginx/conf.d/upstream.conf", text => text.replace(/(upstream evenkeel_web \{[^}]*?server +)\S+/, "$1127.0.0.1:9"));
        await expectRefused(astray, "no instance answers its health check through the new release: web", `release ${live.rendered.release} was restored and answers`);
    });

    test("when it is rendered for a later nginx", async () => {
        const later = withFile(live, "config/load_balancer.yaml", text => text.replace('version: "1.22"', 'version: "99.1"'));
        await expectRefused(renamed(later), "the release is rendered for nginx 99.1: set evenkeel:nginx version to 1.");
    });
});

describe("a first release is refused", () => {
    test("and what was there before is back", async () => {
        const conf = join(host.prefix, "etc/nginx");
        mkdirSync(join(conf, "conf.d"), { recursive: true });
        mkdirSync(join(conf, "sites-enabled"));
        writeFileSync(join(conf, "nginx.conf"), "# mine\n");
        writeFileSync(join(conf, "conf.d/upstream.conf"), "# mine too\n");
        symlinkSync("/nowhere", join(conf, "sites-enabled/other"));
        const { code, stderr } = await host.push(host.site({ api: [backend.address] }));
        expect(code).toBe(1);
        expect(stderr).toContain(`open() "${join(conf, "sites-enabled/other")}" failed (2: No such file or directory)`);
        expect(stderr).toContain("everything is as it was before the first push");
        expect(readFileSync(join(conf, "nginx.conf"), "utf8")).toBe("# mine\n");
        expect(readFileSync(join(conf, "conf.d/upstream.conf"), "utf8")).toBe("# mine too\n");
        expect(host.daemons()).toEqual([]);
        expect(host.releases()).toEqual([]);
    });

    test("when its port is taken, in nginx's own words", async () => {
        const stranger = await listen(host.http);
        const { code, stderr } = await host.push(live);
        stranger.close();
        expect(code).toBe(1);
        expect(stderr).toContain(`bind() to 127.0.0.1:${String(host.http)} failed (98: Address already in use)`);
        expect(host.daemons()).toEqual([]);
        expect(await host.push(live)).toMatchObject({ code: 0, stderr: "" });
    });

    test("when none of its instances answers", async () => {
        const { code, stderr } = await host.push(host.site({ api: [`127.0.0.1:${String(await freePort())}`] }));
        expect(code).toBe(1);
        expect(stderr).toContain("no instance answers its health check: api");
        expect(host.daemons()).toEqual([]);
    });
});

describe("a service that is down already", () => {
    test("does not keep a release from going out", async () => {
        const other = await Backend.start();
        expect(await host.push(host.site({ api: [backend.address], web: [other.address] }))).toMatchObject({ code: 0 });
        await other.stop();
        const site = host.site({ api: [backend.address], web: [other.address, "127.0.0.1:9"] });
        expect(await host.push(site)).toMatchObject({ code: 0, stderr: "" });
        expect(await host.release()).toBe(site.rendered.release);
    });
});

async function listen(port: number): Promise<Server> {
    const server = createServer().listen(port, "127.0.0.1");
    await once(server, "listening");
    return server;
}
