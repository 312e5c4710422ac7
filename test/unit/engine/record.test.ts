import "tsx/cjs";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { unknown } from "../../../policy/deployed/registered";
import { record, type Recording } from "../../../tools/engine/record";

const projectDir = process.cwd();
const folder = mkdtempSync(join(tmpdir(), "evenkeel-record-"));

afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
});

function recordingOf(program: string, config: Readonly<Record<string, string>> = {}): Promise<Recording> {
    return record({ projectDir, program, project: "evenkeel", stack: "recorded", config, secretConfigKeys: [] });
}

const example = {
    "evenkeel:services": JSON.stringify({ api: { routes: ["/"], instances: ["10.0.0.5:8000"] } }),
    "evenkeel:host": JSON.stringify({ nodes: [{ address: "192.168.10.30", hostKey: `ssh-ed25519 ${Buffer.from(`\0\0\0\u000bssh-ed25519\0\0\0 ${"x".repeat(32)}`).toString("base64")}` }] }),
};

it("records again and again in one process, and leaves nothing of a run behind", async () => {
    const program = join(projectDir, "index.ts");
    const first = await recordingOf(program, example);
    const listeners = process.listenerCount("beforeExit");
    const second = await recordingOf(program, example);
    expect(first.errors).toEqual([]);
    expect(first.resources.map(({ type }) => type)).toContain("command:remote:Command");
    expect(second).toEqual(first);
    expect(process.listenerCount("beforeExit")).toBe(listeners);
});

it("knows nothing of what a provider adds", async () => {
    const { resources } = await recordingOf(join(projectDir, "index.ts"), example);
    expect(resources.find(({ type }) => type === "tls:index/certRequest:CertRequest")?.props["privateKeyPem"]).toBe(unknown);
});

it("says where in the program an error was thrown", async () => {
    const program = join(folder, "broken.ts");
    writeFileSync(program, "function steer(course?: { to: string }) {\n    return course!.to;\n}\nsteer();\n");
    const before = Error.prepareStackTrace;
    const { errors } = await recordingOf(program);
    expect(errors).toEqual([expect.stringMatching(/TypeError: .+\n +at steer \(.*broken\.ts/)]);
    expect(Error.prepareStackTrace).toBe(before);
});
