import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const project = join(__dirname, "..", "..", "..");
const folder = mkdtempSync(join(tmpdir(), "evenkeel-preview-"));

/** A stack on an engine that is nowhere, and a docker command that says what the engine's machine has. */
describe("npm run preview", () => {
    beforeAll(() => {
        writeFileSync(join(folder, "docker"), "#!/bin/sh\nprintf '2\\n4294967296\\n'\n", { mode: 0o755 });
    });

    afterAll(() => {
        rmSync(folder, { recursive: true });
    });

    function preview(memory: string): { status: number | null; stdout: string; stderr: string } {
        const file = join(folder, "Pulumi.shop.yaml");
        const env = "{ DB_PASSWORD: hunter2-secret, SESSION_STORE: redis, LOG_LEVEL: info }";
        const service = `{ routes: [/], image: app:1.0.0, port: 8000, instances: 2, env: ${env}, resources: { memory: { request: ${memory} } } }`;
        writeFileSync(file, `config:\n  evenkeel:target: docker\n  evenkeel:environment: development\n  evenkeel:services: { app: ${service} }\n`);
        const own = { EVENKEEL_HOME: join(folder, "home"), EVENKEEL_ENGINE: "embedded", DOCKER_HOST: "unix:///nowhere/docker.sock", PATH: [folder, process.env["PATH"]].join(delimiter) };
        return spawnSync(process.execPath, ["--import", "tsx", join(project, "tools", "preview.ts"), file, "--diff"], { cwd: project, encoding: "utf8", env: { ...process.env, ...own } });
    }

    it("shows nothing above its report that the report masks", () => {
        const { status, stdout, stderr } = preview("1Gi");
        expect([status, stderr]).toEqual([0, expect.not.stringContaining("refused")]);
        expect(stdout).toContain('"DB_PASSWORD=[masked]", "LOG_LEVEL=info", "SESSION_STORE=[masked]"');
        expect(stdout).not.toContain("hunter2");
    });

    it("ends as refused, with the reason last, where the target has no room for the stack", () => {
        const { status, stdout, stderr } = preview("3Gi");
        expect(status, stderr).toBe(2);
        expect(stdout).toContain("Summary:\n    a new stack on docker");
        expect(stderr).toMatch(/\n`npm run up` would be refused\. The Docker engine lacks what the stack needs:\n {2}missing {2}2 instances request 6 GiB of memory, [^]*$/);
    });
});
