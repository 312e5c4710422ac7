import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { findProgram } from "../../../tools/commands/machine/programs";
import { endGracefully } from "../../../tools/sandbox/end-processes";
import { sandboxProcesses, type SandboxProcess } from "../../../tools/sandbox/process-table";
import { get } from "../system/client";
import { DevStack, whyNot } from "../system/dev-stack";

const reason = whyNot();

function processesOf(stack: DevStack): SandboxProcess[] {
    const folder = join(stack.home, "sandbox");
    return sandboxProcesses(folder, join(folder, "prefix"));
}

function pidsByName(stack: DevStack): Map<string, number> {
    return new Map(processesOf(stack).flatMap(({ pid, role }) => (role?.startsWith("{") === true ? [[nameIn(role), pid] as const] : [])));
}

function nameIn(role: string): string {
    return (JSON.parse(role) as { identity: { name: string } }).identity.name;
}

describe("a command line or stack file that is wrong", () => {
    const stack = new DevStack();

    afterAll(() => {
        rmSync(stack.folder, { recursive: true });
    });

    it.each(["up", "preview", "down", "outputs", "doctor"])("ends `%s` with exit code 2 before anything is started", async command => {
        expect(await stack.run(command, "--bogus")).toMatchObject({ status: 2, output: expect.stringContaining("Unknown option '--bogus'") as string });
        expect(existsSync(stack.home)).toBe(false);
    });

    it("shows every problem of the file and starts nothing", async () => {
        writeFileSync(stack.file, "config:\n  evenkeel:target: host\n  evenkeel:host: { sandbox: true }\n  evenkeel:sevices: {}\n  evenkeel:site: { http: 99999 }\n");
        const { status, output } = await stack.run("up");
        expect(status, output).toBe(2);
        expect(output).toContain("Nothing was started.");
        expect(output).toContain("sevices");
        expect(output).toContain("site.http");
        expect(existsSync(stack.home)).toBe(false);
    });

    it("has nothing to print for a stack that is not up, and nothing to take down", async () => {
        const fresh = new DevStack();
        expect(await fresh.run("outputs")).toMatchObject({ status: 1, output: expect.stringContaining("is not up. Bring it up with: npm run up") as string });
        expect((await fresh.run("down")).status).toBe(0);
        expect(existsSync(fresh.home)).toBe(false);
        rmSync(fresh.folder, { recursive: true });
    });
});

/** Production's rules for a stack that has no TLS, and one instance in the place of two. */
function breakPolicies(stack: DevStack): void {
    stack.edit("config:", "config:\n  evenkeel:environment: production");
    stack.edit("mode: self-signed", "mode: off");
    stack.edit("[127.0.51.1, 127.0.51.2]", "[127.0.51.1]");
}

const broken = ["minimum-instances", "tls-on"];

/** Names of the policies that an output names as mandatory and broken, as either engine writes it. */
function refusalsIn(output: string): string[] {
    const named = [...output.matchAll(/^([a-z-]+) \(mandatory\): |\[mandatory\](?: \[severity: \w+\])? +([a-z-]+)/gm)].map(([, ours, theirs]) => ours ?? theirs ?? "");
    return [...new Set(named)].sort();
}

describe("a stack that breaks mandatory policies", () => {
    const stack = new DevStack();

    afterAll(() => {
        rmSync(stack.folder, { recursive: true });
    });

    it("is refused by `up` with every one of them, and nothing is made but keys", async () => {
        breakPolicies(stack);
        const { status, output } = await stack.run("up");
        expect(status, output).toBe(2);
        expect(output).toContain("Nothing was changed.");
        expect(refusalsIn(output)).toEqual(broken);
        expect(readdirSync(stack.home)).toEqual(["sandbox"]);
        expect(processesOf(stack)).toEqual([]);
    });

    it("shows in `preview` what would be made, and is refused there too", async () => {
        const { status, output } = await stack.run("preview");
        expect(status, output).toBe(2);
        expect(output).toMatch(/\+ +3 to create[^]*Summary:[^]*breaks mandatory policies/);
        expect(refusalsIn(output)).toEqual(broken);
    });

    it("comes up with warnings where it says that they are enough", async () => {
        stack.edit("config:", "config:\n  evenkeel:policies: { tls-on: advisory, minimum-instances: advisory }");
        const { status, output } = await stack.run("preview");
        expect(status, output).toBe(0);
        expect(output).toMatch(/only warn[^]*minimum-instances \(advisory\)[^]*tls-on \(advisory\)/);
    });
});

describe.skipIf(reason !== undefined)(`a sandbox that has lived${reason === undefined ? "" : ` (${reason})`}`, () => {
    const stack = new DevStack();

    beforeAll(() => stack.up());

    afterAll(() => stack.remove());

    it("stops the instance that the stack file no longer names, and no other", async () => {
        const before = pidsByName(stack);
        stack.edit("[127.0.50.1, 127.0.50.2, 127.0.50.3]", "[127.0.50.1, 127.0.50.3]");
        await stack.up();
        before.delete("qdrant-api-2");
        expect(pidsByName(stack)).toEqual(before);
    });

    it("is found complete by the doctor, and adrift once its nginx is gone", async () => {
        expect(await stack.run("doctor")).toMatchObject({ status: 0, output: expect.stringContaining("serves what was deployed last") as string });
        await endGracefully(processesOf(stack).flatMap(({ pid, role }) => (role === undefined ? [pid] : [])));
        const { status, output } = await stack.run("doctor");
        expect(status, output).toBe(1);
        expect(output).toMatch(/missing +serves nothing, but [0-9a-f]{12} was deployed last\n +-> .*release\.sh apply [0-9a-f]+/);
    });

    it("serves again after everything was killed, as a reboot does, with nothing to deploy", async () => {
        processesOf(stack).forEach(({ pid }) => process.kill(pid, "SIGKILL"));
        expect(await stack.up()).toMatch(/Resources:\n +10 unchanged/);
        expect((await get(`${stack.https}/api/health`)).status).toBe(200);
    });

    it("goes as a whole when its files were removed under it", async () => {
        // Its checker may put a file there meanwhile.
        await vi.waitFor(() => { rmSync(stack.home, { recursive: true, force: true }); }, 10_000);
        expect(processesOf(stack)).not.toEqual([]);
        expect((await stack.run("down")).status).toBe(0);
        expect(processesOf(stack)).toEqual([]);
        expect(existsSync(stack.home)).toBe(false);
    });
});

const noCli = findProgram("pulumi") === undefined ? "no Pulumi CLI on this machine" : undefined;

describe.skipIf(noCli !== undefined)(`a stack that breaks mandatory policies, on the CLI${noCli === undefined ? "" : ` (${noCli})`}`, () => {
    const stack = new DevStack();

    beforeAll(() => {
        stack.runner = "cli";
        breakPolicies(stack);
    });

    afterAll(() => stack.remove());

    it("is refused by the pack in a preview, for the same reasons", async () => {
        const { status, output } = await stack.run("preview");
        expect(status, output).toBe(2);
        expect(output).toContain("evenkeel@v");
        expect(refusalsIn(output)).toEqual(broken);
    });

    it("is refused by `up` before the CLI runs, and nothing is made", async () => {
        const { status, output } = await stack.run("up");
        expect(status, output).toBe(2);
        expect(refusalsIn(output)).toEqual(broken);
        expect(output).not.toContain("Updating");
        expect(processesOf(stack)).toEqual([]);
    });
});

describe.skipIf((noCli ?? reason) !== undefined)(`a stack that changes engines${noCli === undefined ? "" : ` (${noCli})`}`, () => {
    const stack = new DevStack();

    afterAll(() => stack.remove());

    it("keeps its state from the embedded engine to the CLI and back, and shows the same lines of an edit", async () => {
        stack.runner = "embedded";
        await stack.up();
        stack.runner = "cli";
        expect(await stack.up()).toMatch(/Resources:\n +10 unchanged/);
        stack.edit("[127.0.50.1, 127.0.50.2, 127.0.50.3]", "[127.0.50.1, 127.0.50.3]");
        const onCli = await changedLines();
        stack.runner = "embedded";
        expect(await changedLines()).toEqual(onCli);
        expect(onCli.filter(line => /server +127\.0\.50\.2:\d+ max_fails=[1-9]/.test(line))).toHaveLength(1);
        stack.edit("[127.0.50.1, 127.0.50.3]", "[127.0.50.1, 127.0.50.2, 127.0.50.3]");
        expect(await stack.up()).toMatch(/Resources:\n +10 unchanged/);
    });

    async function changedLines(): Promise<readonly string[]> {
        const { output } = await stack.run("preview", "--diff");
        return output.split("\n").filter(line => /^ +[-+].*;$/.test(line));
    }
});
