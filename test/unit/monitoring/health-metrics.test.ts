import { execFile, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { certificateFiles } from "../../../components/targets/certificate-files";
import { makePair } from "../../certificates";
import { withProgram } from "./with-program";

const scripts = join(__dirname, "../../../components/targets/scripts");
const targets = [
    "app app-1:8000 primary /healthz 2 1 2 2 up 2026-11-22T13:00:00Z 0 100",
    "app app-2:8000 primary /healthz 2 1 2 2 down 2026-11-22T13:00:00Z 0 100",
    "app app-3:8000 primary /healthz 2 1 2 2 new - 0 0",
    "app app-backup-1:8000 backup /healthz 2 1 2 2 up 2026-11-22T13:00:00Z 0 100",
    "docs [fd00::1]:8080 primary /healthz 2 1 2 2 up 2026-11-22T13:00:00Z 0 100",
].join("\n");

let home: string;
let proxy: Server;
let answers: Record<string, string>;

beforeEach(async () => {
    home = mkdtempSync(join(tmpdir(), "evenkeel-metrics-"));
    mkdirSync(join(home, "releases/abc.fed+0123/nginx/tls"), { recursive: true });
    mkdirSync(join(home, "state"));
    symlinkSync("releases/abc.fed+0123", join(home, "current"));
    answers = { "/-/evenkeel/release": "abc.fed\n", "/-/evenkeel/slots": "0123\n" };
    proxy = createServer((request, response) => {
        const answer = answers[request.url ?? ""];
        response.writeHead(answer === undefined ? 404 : 200).end(answer ?? "nothing\n");
    });
    await new Promise<void>((resolve) => proxy.listen(join(home, "control.sock"), resolve));
});

afterEach(async () => {
    await new Promise((resolve) => proxy.close(resolve));
    rmSync(home, { recursive: true });
});

/** What node-exporter is given to read. */
async function metrics(): Promise<string> {
    const program = '. "$1/health/clock.sh"; . "$1/health/publish.sh"; . "$1/health/metrics.sh"; cd "$home/state"; publish_metrics';
    const env = { PATH: process.env["PATH"], home, targets, release: "abc.fed", followed: "abc.fed+0123", version: "1.28.0", EVENKEEL_METRICS: join(home, "metrics/evenkeel.prom"), EVENKEEL_CONTROL: join(home, "control.sock") };
    const { stderr } = await promisify(execFile)("sh", ["-euc", program, "sh", scripts], { env });
    expect(stderr).toBe("");
    return readFileSync(join(home, "metrics/evenkeel.prom"), "utf8");
}

describe("the health checker's metrics", () => {
    test("tell of each instance that has been judged whether it is up, by the name that others call it", async () => {
        expect((await metrics()).split("\n").filter((line) => line.startsWith("evenkeel_instance_up"))).toEqual([
            'evenkeel_instance_up{service="app",instance="app-1",backup="false"} 1',
            'evenkeel_instance_up{service="app",instance="app-2",backup="false"} 0',
            'evenkeel_instance_up{service="app",instance="app-backup-1",backup="true"} 1',
            'evenkeel_instance_up{service="docs",instance="[fd00::1]",backup="false"} 1',
        ]);
    });

    test("tell when they were made, and what was deployed", async () => {
        const text = await metrics();
        const time = Number(/^evenkeel_health_checked_timestamp_seconds (\d+)$/m.exec(text)?.[1]);
        expect(Math.abs(time - Date.now() / 1000)).toBeLessThan(10);
        expect(text).toContain('evenkeel_release_info{release="abc",nginx="1.28.0"} 1\n');
    });

    test.each([
        ["serves what was deployed", {}, 0],
        ["serves another release", { "/-/evenkeel/release": "abd.fed\n" }, 1],
        ["serves another certificate", { "/-/evenkeel/release": "abc.fee\n" }, 1],
        ["sends requests to other instances", { "/-/evenkeel/slots": "0124\n" }, 1],
    ] as const)("tell whether the running proxy %s", async (_, others, failed) => {
        Object.assign(answers, others);
        expect(await metrics()).toContain(`\nevenkeel_reload_failed ${String(failed)}\n`);
    });

    test("do not call a silent proxy one that has not reloaded", async () => {
        answers = {};
        expect(await metrics()).toContain("\nevenkeel_reload_failed 0\n");
    });

    test("tell when the certificate expires, where there is one", async () => {
        expect(await metrics()).not.toContain("certificate");
        const notAfter = new Date("2027-03-01T12:00:00Z");
        const { certificate, key } = await makePair({ names: ["test.example"], to: notAfter });
        const expires = certificateFiles(certificate, key).find(({ path }) => path === "certificate/expires");
        writeFileSync(join(home, "current/nginx/tls/expires"), expires?.content ?? "");
        expect(await metrics()).toContain(`\nevenkeel_certificate_expiry_timestamp_seconds ${String(notAfter.getTime() / 1000)}\n`);
    });
});

withProgram("promtool", "what Prometheus says of the health checker's metrics", (promtool) => {
    test("nothing", async () => {
        const { status, stdout, stderr } = spawnSync(promtool, ["check", "metrics"], { input: await metrics(), encoding: "utf8" });
        expect(`${stdout}${stderr}`).toBe("");
        expect(status).toBe(0);
    });
});
