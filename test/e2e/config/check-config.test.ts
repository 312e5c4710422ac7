import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const project = join(__dirname, "..", "..", "..");
const fixtures = join(project, "test", "fixtures");

interface Answer {
    readonly status: number | null;
    readonly stdout: string;
    readonly stderr: string;
}

function checkConfig(file: string): Answer {
    const tool = join(project, "tools", "check-config.ts");
    return spawnSync(process.execPath, ["--import", "tsx", tool, file], { cwd: project, encoding: "utf8" });
}

describe("npm run check-config", () => {
    let folder: string;

    beforeAll(() => {
        folder = mkdtempSync(join(tmpdir(), "check-config-"));
    });

    afterAll(() => {
        rmSync(folder, { recursive: true });
    });

    it("says in one line what a right stack file describes", () => {
        const { status, stdout, stderr } = checkConfig(join(fixtures, "right", "full.yaml"));
        expect(stdout).toMatch(/^\S+full\.yaml is valid: 2 services, 4 instances, 1 backup behind nginx on 2 hosts\.\n/);
        expect(stdout).toMatch(/\nIts policies \(environment: production\) are asked by: npm run preview -- \S+full\.yaml\n$/);
        expect([status, stderr]).toEqual([0, ""]);
    });

    it.each([
        ["examples/healthai-kubernetes.yaml", "1 service, 3 to 10 instances, 1 backup behind nginx on Kubernetes, with monitoring"],
        ["examples/healthai-kubernetes-plain.yaml", "1 service, 3 to 10 instances, 0 backups behind nginx on Kubernetes"],
        ["test/fixtures/right/kubernetes-gateway.yaml", "1 service, 2 instances, 0 backups behind nginx on Kubernetes"],
        ["examples/healthai-docker.yaml", "1 service, 3 instances, 1 backup behind nginx on Docker, with monitoring"],
        ["test/fixtures/right/full-docker.yaml", "2 services, 13 instances, 2 backups behind nginx on Docker, with monitoring"],
    ])("says what runs in containers: %s", (file, summary) => {
        const { status, stdout, stderr } = checkConfig(join(project, file));
        expect(stdout).toContain(` is valid: ${summary}.\n`);
        expect([status, stderr]).toEqual([0, ""]);
    });

    it("warns of what has no effect, and accepts it", () => {
        const file = join(folder, "Pulumi.wasteful.yaml");
        writeFileSync(file, 'config: {"evenkeel:host": {sandbox: true}, "evenkeel:services": {api: {routes: [/], instances: ["10.0.0.5:80", "10.0.0.6:80"], retries: {attempts: 5}}}}\n');
        const { status, stdout, stderr } = checkConfig(file);
        expect(stdout).toMatch(/ is valid: .*\nWorth knowing:\n {2}warning {2}services\.api\.retries\.attempts is 5, with 2 instances .*\n +-> Set it to `auto`, or have more instances\.\nIts policies /);
        expect([status, stderr]).toEqual([0, ""]);
    });

    it("names everything that is wrong with a wrong one", () => {
        const { status, stderr } = checkConfig(join(fixtures, "wrong", "everything-at-once.yaml"));
        expect(status, stderr).toBe(2);
        expect(stderr.match(/ {4}fix: /g)).toHaveLength(10);
    });

    it.each([
        ["no such file", () => join(folder, "none.yaml"), /There is no stack file .*none\.yaml/],
        ["a folder", () => folder, /can't be read/],
        ["no text", () => binaryFile(folder), /found: /],
    ])("needs no stack trace for %s", (_, file, message) => {
        const { status, stdout, stderr } = checkConfig(file());
        expect([status, stdout]).toEqual([2, ""]);
        expect(stderr).toMatch(message);
        expect(stderr).not.toMatch(/\n\s+at /);
    });
});

function binaryFile(folder: string): string {
    const file = join(folder, "Pulumi.binary.yaml");
    writeFileSync(file, Buffer.from([0, 255, 254, 1, 2, 3, 10, 58, 32, 0]));
    return file;
}
