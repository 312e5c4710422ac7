import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { releaseBundle } from "../../../components/targets/release-bundle";
import { applyRelease, removeRelease } from "../../../components/targets/host/push";
import { ThrowawayHost, whyNoThrowawayHost } from "../throwaway-host";
import { Backend } from "./backend";
import { until, type Outcome } from "./prefix-host";
import { makeSite, type TestSite } from "./site";
import { runOver } from "./ssh";

const reason = whyNoThrowawayHost();
const isDebian = spawnSync("dpkg-query", ["-W", "nginx", "nginx-common"]).status === 0;
const otherSite = "server { listen 8081; location / { return 200 other; } }";

let host: ThrowawayHost;
let backend: Backend;

/** The stack file's host, seen from the node: it reaches the instance on this machine over its one link. */
function site(version: string, user: "root" | "admin" = "root", more: object = {}): TestSite {
    return makeSite({
        site: { name: "citadel", headers: { "X-Version": version }, ...more },
        services: { api: { routes: ["/api"], instances: [backend.address], health: { interval: "1s", timeout: "500ms" } } },
        host: { nodes: [{ address: host.address, user, hostKey: host.hostKey }] },
    });
}

function push(wanted: TestSite, cutAfter?: number): Promise<Outcome> {
    return over(wanted, applyRelease(wanted.node, wanted.model, undefined), cutAfter);
}

function remove(wanted: TestSite): Promise<Outcome> {
    return over(wanted, removeRelease(wanted.node, wanted.model));
}

function over({ node, rendered }: TestSite, command: string, cutAfter?: number): Promise<Outcome> {
    const user = node.user === "root" ? "root" : "admin";
    return runOver(host, { user, hostKey: host.hostKey }, command, releaseBundle(rendered), cutAfter);
}

async function get(path: string, port = 80): Promise<string> {
    try {
        const response = await fetch(`http://${host.address}:${String(port)}${path}`, { redirect: "manual", headers: { connection: "close" } });
        return `${String(response.status)} ${(await response.text()).trim()}`;
    } catch {
        return "no answer";
    }
}

function liveRelease(): string {
    return host.run("curl -s http://127.0.0.1/-/evenkeel/release").trim();
}

async function start(init: "systemd" | "sshd"): Promise<void> {
    host = await ThrowawayHost.start(init);
    backend = await Backend.start(host.neighbour);
}

afterEach(async () => {
    if (reason === undefined) {
        await backend.stop();
        await host.stop();
    }
});

describe.skipIf(reason !== undefined).each(["systemd", "sshd"] as const)(`on a Debian of its own (skipped: ${reason ?? "no"}), first process %s`, init => {
    test("a push joins what is there, and a removal leaves what was there before", async () => {
        await start(init);
        host.run(`echo '${otherSite}' >/etc/nginx/sites-available/other; ln -s ../sites-available/other /etc/nginx/sites-enabled/other`);
        host.run(init === "systemd" ? "systemctl enable --now nginx" : "nginx");
        const before = host.run("md5sum /etc/nginx/nginx.conf; ls -l --time-style=+ /etc/nginx/sites-enabled /etc/nginx/conf.d /etc/nginx/snippets");
        expect(await get("/")).toContain("Welcome to nginx");

        expect(await push(site("one"))).toMatchObject({ code: 0, stderr: "" });
        expect(liveRelease()).toBe(site("one").rendered.release);
        expect(await get("/api")).toBe("200 hello");
        expect(await get("/", 8081)).toBe("200 other");
        expect(await get("/")).not.toContain("Welcome to nginx");
        expect(host.run("ps -o user= -p $(cat /opt/citadel/state/checker.pid)").trim()).toBe("nobody");
        await until("health", async () => (await get("/health")).startsWith("200"));

        expect(await push(site("two", "admin"))).toMatchObject({ code: 0, stderr: "" });
        expect(liveRelease()).toBe(site("two").rendered.release);
        expect((await push(site("two"))).stdout).toContain("nothing to do");

        expect(await remove(site("two", "admin"))).toMatchObject({ code: 0, stderr: "" });
        expect(host.run("md5sum /etc/nginx/nginx.conf; ls -l --time-style=+ /etc/nginx/sites-enabled /etc/nginx/conf.d /etc/nginx/snippets")).toBe(before);
        expect(await get("/")).toContain("Welcome to nginx");
        expect(await get("/", 8081)).toBe("200 other");
        expect(host.run("ls -d /opt/citadel /etc/systemd/system/evenkeel*")).not.toMatch(/^\//m);
        expect(host.run("ps ax")).not.toContain("health_check");
        expect(init === "systemd" ? host.run("systemctl is-enabled nginx").trim() : "enabled").toBe("enabled");
    });

    test("nginx that was not running before is stopped again", async () => {
        await start(init);
        // Bound to one address, it is asked there, and still takes the question for one from this host.
        expect(await push(site("one", "root", { listen: host.address }))).toMatchObject({ code: 0, stderr: "" });
        expect(await get("/api")).toBe("200 hello");
        expect(init === "systemd" ? host.run("systemctl is-enabled nginx").trim() : "enabled").toBe("enabled");
        expect(await remove(site("one"))).toMatchObject({ code: 0, stderr: "" });
        expect(await get("/api")).toBe("no answer");
        expect(host.run("ps ax")).not.toContain("nginx: master");
        expect(init === "systemd" ? host.run("systemctl is-enabled nginx").trim() : "disabled").toBe("disabled");
    });

    test("a default site that someone has edited is left alone, and refused for", async () => {
        await start(init);
        host.run("echo '# mine' >>/etc/nginx/sites-available/default");
        host.run(init === "systemd" ? "systemctl start nginx" : "nginx");
        const { code, stderr } = await push(site("one"));
        expect(code).toBe(1);
        expect(stderr).toContain("duplicate default server for 0.0.0.0:80 in /etc/nginx/sites-enabled/default");
        expect(stderr).toContain("everything is as it was before the first push");
        expect(await get("/")).toContain("Welcome to nginx");
        expect(host.run("ls /etc/nginx/conf.d; readlink /etc/nginx/nginx.conf").trim()).toBe("");
    });
});

describe.skipIf(reason !== undefined || !isDebian)(`where nginx is not installed (skipped: ${reason ?? "needs Debian's own packages of nginx"})`, () => {
    test("a push installs it, the packaged default site never answers, and nothing else is disturbed", async () => {
        await start("systemd");
        host.run("mkdir -p /srv && cat >/srv/without-nginx.sh", readFileSync(join(__dirname, "without-nginx.sh"), "utf8"));
        expect(host.run("sh /srv/without-nginx.sh && ! command -v nginx && echo ready")).toMatch(/ready\n$/);
        host.run("printf '#!/bin/sh\\n# of the operator\\nexit 0\\n' >/usr/sbin/policy-rc.d; chmod 755 /usr/sbin/policy-rc.d");
        const units = host.run("systemctl show --property=Id,ActiveState,ActiveEnterTimestamp,MainPID ssh dbus systemd-journald systemd-logind cron");
        const seen = new Set<string>();
        const watch = setInterval(() => void get("/").then(answer => seen.add(answer.slice(0, 40))), 20);
        const outcome = await push(site("one"));
        clearInterval(watch);
        expect(outcome).toMatchObject({ code: 0, stderr: "" });
        expect(outcome.stdout).toContain("installing nginx\n");
        expect(liveRelease()).toBe(site("one").rendered.release);
        expect([...seen].filter(answer => answer.includes("html"))).toEqual([]);
        expect(host.run("cat /usr/sbin/policy-rc.d; ls /usr/sbin/policy-rc.d*")).toBe("#!/bin/sh\n# of the operator\nexit 0\n/usr/sbin/policy-rc.d\n");
        expect(await remove(site("one"))).toMatchObject({ code: 0, stderr: "" });
        expect(host.run("systemctl is-enabled nginx; systemctl is-active nginx")).toBe("disabled\ninactive\n");
        expect(host.run("systemctl show --property=Id,ActiveState,ActiveEnterTimestamp,MainPID ssh dbus systemd-journald systemd-logind cron")).toBe(units);
    });

    test("a push that cannot install it says so in apt's words, and leaves nothing", async () => {
        await start("systemd");
        host.run("mkdir -p /srv && cat >/srv/without-nginx.sh", readFileSync(join(__dirname, "without-nginx.sh"), "utf8"));
        host.run("sh /srv/without-nginx.sh; : >/srv/archive/Packages");
        const { code, stderr } = await push(site("one"));
        expect(code).toBe(1);
        expect(stderr).toContain("apt-get could not install nginx");
        expect(stderr).toContain("Unable to locate package nginx");
        expect(host.run("ls /usr/sbin/policy-rc.d /opt/citadel/current")).not.toMatch(/^\//m);
    });
});

describe.skipIf(reason !== undefined)(`over SSH (skipped: ${reason ?? "no"})`, () => {
    test("a host with another key is refused before anything is sent", async () => {
        await start("sshd");
        const wanted = site("one");
        const impostor = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGH2v0X0yq9Yf0Z3mTnGm5qBv7Vq0R3t0m8xq0hYVb7E";
        const attempt = runOver(host, { user: "root", hostKey: impostor }, applyRelease(wanted.node, wanted.model, undefined), releaseBundle(wanted.rendered));
        await expect(attempt).rejects.toThrow("Host denied (verification failed)");
        expect(host.run("ls /opt/citadel")).toContain("No such file or directory");
    });

    test("a connection that is cut in the middle of a push does not stop it", async () => {
        await start("systemd");
        for (const [user, cutAfter] of [["root", 0], ["admin", 0], ["root", 300], ["admin", 600], ["root", 1200]] as const) {
            const wanted = site(`cut after ${String(cutAfter)}`, user);
            await push(wanted, cutAfter);
            await until("the release", () => liveRelease() === wanted.rendered.release, 20_000);
            expect(await push(wanted)).toMatchObject({ code: 0, stderr: "" });
        }
    });
});
