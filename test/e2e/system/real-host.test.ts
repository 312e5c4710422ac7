import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { sealSecret } from "../../../tools/commands/seal-secret";
import { Backend } from "../host/backend";
import { ThrowawayHost, whyNoThrowawayHost } from "../throwaway-host";
import { get } from "./client";
import { Relay } from "./relay";

const reason = whyNoThrowawayHost();
const passphrase = "a passphrase for tests";
const impostor = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGH2v0X0yq9Yf0Z3mTnGm5qBv7Vq0R3t0m8xq0hYVb7E";

interface Wishes {
    readonly hostKey?: string;
    readonly instances: readonly Backend[];
}

describe.skipIf(reason !== undefined).each(["root", "admin"])(`index.ts on a host with a real sshd, as %s${reason === undefined ? "" : ` (${reason})`}`, user => {
    const folder = mkdtempSync(join(tmpdir(), "evenkeel-real-"));
    const file = join(folder, "Pulumi.real.yaml");
    let host: ThrowawayHost;
    let relay: Relay;
    let backends: readonly [Backend, Backend];

    beforeAll(async () => {
        host = await ThrowawayHost.start("sshd");
        relay = await Relay.start(host.address, 22);
        backends = [await Backend.start(host.neighbour), await Backend.start(host.neighbour)];
    });

    afterAll(async () => {
        await Promise.all(backends.map(backend => backend.stop()));
        await relay.stop();
        await host.stop();
        rmSync(folder, { recursive: true, force: true });
    });

    async function write({ hostKey = host.hostKey, instances }: Wishes): Promise<void> {
        const config = {
            "evenkeel:host": { nodes: [{ address: "127.0.0.1", port: relay.port, user, hostKey }] },
            "evenkeel:site": { name: "citadel" },
            "evenkeel:services": { api: { routes: ["/api"], instances: instances.map(instance => instance.address) } },
        };
        writeFileSync(file, await sealSecret(stringify({ config }), "host.privateKey", host.privateKey, passphrase));
    }

    /** Runs a command; tells how it ended and how many connections it took. */
    function run(command: string, ...args: string[]): Promise<{ readonly status: number; readonly output: string; readonly connections: number }> {
        const before = relay.connections;
        const env = { ...process.env, EVENKEEL_HOME: join(folder, "home"), EVENKEEL_ENGINE: "embedded", PULUMI_CONFIG_PASSPHRASE: passphrase };
        return new Promise(resolve => {
            execFile(process.execPath, ["tools/run.mjs", command, file, ...args], { env }, (error, stdout, stderr) => {
                resolve({ status: error === null ? 0 : Number(error.code ?? 1), output: stdout + stderr, connections: relay.connections - before });
            });
        });
    }

    it("refuses a host with another key, before anything is sent", async () => {
        await write({ hostKey: impostor, instances: backends.slice(0, 1) });
        const { status, output } = await run("up");
        expect([status, output]).toEqual([1, expect.stringMatching(/host key/i)]);
        expect(host.run("ls /opt")).not.toContain("citadel");
    });

    it("brings the site up with two connections", async () => {
        await write({ instances: backends.slice(0, 1) });
        expect(await run("up")).toMatchObject({ status: 0, connections: 2 });
        expect(host.run("nginx -t")).toContain("test is successful");
        expect(host.run("readlink /etc/nginx/sites-enabled/citadel").trim()).toBe("../sites-available/citadel");
        expect((await get(`https://${host.address}/api/x`)).headers["x-served-by"]).toBe(backends[0].address);
    });

    it("finds nothing to do in a second up, and does not even connect", async () => {
        const again = await run("up");
        expect(again).toMatchObject({ status: 0, connections: 0 });
        expect(again.output).toMatch(/Resources:\n +10 unchanged/);
    });

    it("is found in order by the doctor", async () => {
        const { status, output } = await run("doctor");
        expect([status, output]).toEqual([0, expect.not.stringMatching(/missing/i)]);
    });

    it("adds an instance with one connection, and says in the preview that it does nothing else", async () => {
        await write({ instances: backends });
        const preview = await run("preview", "--diff");
        expect(preview.connections).toBe(0);
        expect(preview.output).toContain(`${backends[1].address} max_fails=2 fail_timeout=10s;`);
        expect(await run("up")).toMatchObject({ status: 0, connections: 1 });
        const answers = await Promise.all(Array.from({ length: 10 }, () => get(`https://${host.address}/api/x`)));
        expect(new Set(answers.map(answer => answer.headers["x-served-by"]))).toEqual(new Set(backends.map(backend => backend.address)));
    });

    it("leaves the host as it was when it goes down", async () => {
        expect(await run("down")).toMatchObject({ status: 0, connections: 2 });
        expect(host.run("ls /opt /etc/nginx/sites-enabled")).not.toContain("citadel");
        expect(host.run("head -n 1 /etc/nginx/nginx.conf")).not.toContain("evenkeel");
        expect(host.run("nginx -t")).toContain("test is successful");
        expect(readFileSync(file, "utf8")).toContain("secure: v1:");
    });
});
