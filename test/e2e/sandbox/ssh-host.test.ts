import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readSandboxHost, type SandboxHost } from "../../../components/config/sandbox";
import { dial } from "../../../tools/engine/providers/ssh-dial";
import type { CommandResult } from "../../../tools/engine/providers/command";
import { runRemotely } from "../../../tools/engine/providers/ssh-run";
import { prefixFolder, sandboxFolder } from "../../../tools/sandbox/folders";
import { newSshKey } from "../../../tools/sandbox/keys";
import { sandboxProcesses } from "../../../tools/sandbox/process-table";
import { stopSandbox } from "../../../tools/sandbox/sandbox";
import { ensureSshHost } from "../../../tools/sandbox/ssh-service";
import { useScratchHome } from "./scratch-home";

const ignore = (): void => undefined;

async function connect(change: Partial<SandboxHost> = {}): ReturnType<typeof dial> {
    const { address, port, user, hostKey, privateKey } = { ...readSandboxHost(), ...change };
    const rest = { password: undefined, privateKeyPassword: undefined, agentSocketPath: undefined, dialErrorLimit: 0, perDialTimeout: 10 };
    return dial({ host: address, port, user, hostKey, privateKey, ...rest }, ignore);
}

async function run(command: string, stdin = ""): Promise<CommandResult> {
    const client = await connect();
    try {
        return await runRemotely(client, { command, stdin, environment: {}, onStdout: ignore, onStderr: ignore });
    } finally {
        client.end();
    }
}

describe("the sandbox host", () => {
    const home = useScratchHome();

    beforeAll(async () => {
        await ensureSshHost();
    });

    afterAll(async () => {
        await stopSandbox("none");
    });

    it("runs a command with its input, both outputs and its exit status", async () => {
        const result = await run("cat; echo told >&2; exit 7", "given\n");
        expect(result).toMatchObject({ stdout: "given\n", stderr: "told\n", failure: "Process exited with status 7" });
    });

    it("passes megabytes in and out unharmed", async () => {
        const text = "0123456789abcdef".repeat(200_000);
        expect((await run("cat", text)).stdout).toBe(text);
    });

    it("says by which signal a command ended", async () => {
        expect((await run("kill -KILL $$")).failure).toBe("Process exited with signal KILL");
    });

    it("has the folders of system programs on its PATH and none of npm's", async () => {
        const path = (await run("echo $PATH")).stdout;
        expect(path).toContain("/usr/sbin");
        expect(path).not.toContain("node_modules");
    });

    it("passes nothing on that is secret in the environment of whoever started it", async () => {
        expect((await run("env")).stdout).not.toMatch(/PASSPHRASE|TOKEN/);
    });

    it("lets in no other key and no other user", async () => {
        const other = newSshKey().private;
        await expect(connect({ privateKey: other })).rejects.toThrow("unable to authenticate");
        await expect(connect({ user: "somebody" })).rejects.toThrow("unable to authenticate");
    });

    it("keeps its keys and its record to its owner", () => {
        for (const file of ["host_key", "client_key", "host.json"]) {
            expect(statSync(join(sandboxFolder(), file)).mode & 0o777, file).toBe(0o600);
        }
    });

    it("lets a command go on to its end when the connection is cut, with its input at an end", async () => {
        const mark = join(home.folder, "went-on");
        const client = await connect();
        client.exec(`trap '' HUP PIPE; cat >/dev/null; echo lost; echo yes >${mark}`, (_error, channel) => {
            channel.write("half of it");
            setTimeout(() => client.destroy(), 100);
        });
        await expect.poll(() => readFileSync(mark, "utf8"), { timeout: 30_000 }).toBe("yes\n");
    });

    it("starts no second server while one runs", async () => {
        await ensureSshHost();
        expect(sandboxProcesses(sandboxFolder(), prefixFolder()).filter(found => found.role === "ssh")).toHaveLength(1);
    });

    it("ends with all that its commands left running, and leaves no file", async () => {
        await run("sh -c 'while :; do sleep 1; done' >/dev/null 2>&1 </dev/null &");
        const folder = sandboxFolder();
        const prefix = prefixFolder();
        expect(sandboxProcesses(folder, prefix).filter(found => found.role === undefined)).not.toEqual([]);
        await stopSandbox("none");
        expect(sandboxProcesses(folder, prefix)).toEqual([]);
        expect(existsSync(folder)).toBe(false);
    });
});
