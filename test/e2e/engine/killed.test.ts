import type { ChildProcess } from "node:child_process";
import { copyFileSync, readFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { makeSshStack, type Ended, type Stack } from "./engine-process";
import { startServer, type Received, type TestServer } from "./ssh-server";

/** A host on which `create` and `update` put a payload in place, and `delete` takes it away. */
const host = new Map<string, string>();
let server: TestServer;
let stack: Stack;

beforeAll(async () => {
    server = await startServer();
});

afterAll(async () => {
    await server.close();
});

beforeEach(() => {
    host.clear();
    stack = makeSshStack(server);
    server.answer = apply;
});

afterEach(() => {
    stack.remove();
});

function apply({ command, stdin }: Received): object {
    const [verb, name = ""] = command.split(" ");
    if (verb === "delete") {
        host.delete(name);
    } else if (name !== "") {
        host.set(name, stdin);
    }
    return {};
}

const before = [{ name: "keep", stdin: "1" }, { name: "change", stdin: "1" }, { name: "replace", stdin: "1", triggers: ["1"], remove: "true" }, { name: "drop", stdin: "1" }];
const after = [
    { name: "keep", stdin: "1" },
    { name: "change", stdin: "2" },
    { name: "replace", stdin: "2", triggers: ["2"], remove: "true" },
    { name: "add", stdin: "2" },
];

async function killAt(command: string, applied: boolean): Promise<Ended> {
    const { child, ended } = stack.start("up");
    server.answer = received => {
        if (received.command !== command) {
            return apply(received);
        }
        if (applied) {
            apply(received);
        }
        child.kill("SIGKILL");
        return { cut: true };
    };
    const result = await ended;
    server.answer = apply;
    return result;
}

function pendingOperations(): unknown {
    return (JSON.parse(readFileSync(stack.stateFile, "utf8")) as { deployment: { pending_operations?: unknown } }).deployment.pending_operations;
}

describe("killed while a command runs, the next up heals", () => {
    const cases: [string, boolean][] = [
        ["create add", false],
        ["create add", true],
        ["update change", false],
        ["update change", true],
        ["create replace", true],
        ["true", true],
        ["delete drop", false],
        ["delete drop", true],
    ];
    let first: Stack;

    beforeAll(async () => {
        first = makeSshStack(server);
        server.answer = () => ({});
        first.settings = { commands: before };
        expect((await first.run("up")).result?.ok).toBe(true);
    });

    afterAll(() => {
        first.remove();
    });

    test.each(cases)("%s, done on the host: %s", async (command, applied) => {
        copyFileSync(first.stateFile, stack.stateFile);
        before.forEach(({ name, stdin }) => host.set(name, stdin));
        stack.settings = { commands: after };
        const killed = await killAt(command, applied);
        expect(killed.signal).toBe("SIGKILL");
        expect(pendingOperations()).toBeDefined();

        const healed = await stack.run("up");
        expect(healed.result).toMatchObject({ ok: true });
        expect([...host].sort()).toEqual([
            ["add", "2"],
            ["change", "2"],
            ["keep", "1"],
            ["replace", "2"],
        ]);
        expect(pendingOperations()).toBeUndefined();
        const dialled = server.connections();
        expect((await stack.run("up")).result).toMatchObject({ ok: true, summary: { same: 6 } });
        expect(server.connections()).toBe(dialled);
    });
});

test("killed during the first up, down leaves nothing on the host", async () => {
    stack.settings = { commands: [{ name: "add", stdin: "1" }] };
    await killAt("create add", true);
    expect([...host.keys()]).toEqual(["add"]);
    expect((await stack.run("destroy")).result).toMatchObject({ ok: true });
    expect([...host.keys()]).toEqual([]);
});

/** Until the run says that it has heard. */
function interrupt(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
    let printed = "";
    return new Promise(resolve => {
        child.stdout?.on("data", (data: Buffer) => {
            printed += data.toString();
            if (printed.includes("beginning nothing new")) {
                resolve();
            }
        });
        child.kill(signal);
    });
}

describe("asked to end", () => {
    test("SIGTERM lets what is under way finish, begins nothing new, and says so", async () => {
        stack.settings = { commands: [{ name: "a" }, { name: "b", after: ["a"] }] };
        const { child, ended } = stack.start("up");
        server.answer = async received => {
            await interrupt(child, "SIGTERM");
            return apply(received);
        };
        const { result, lines, signal } = await ended;
        expect(signal).toBeNull();
        expect(result).toMatchObject({ ok: false, summary: { created: 3, skipped: 1 } });
        expect(lines.join("\n")).toContain("SIGTERM: beginning nothing new, and waiting for what is under way.");
        expect(lines).toContain(" .. command:remote:Command b skipped: the run was interrupted");
        expect(pendingOperations()).toBeUndefined();
        server.answer = apply;
        expect((await stack.run("up")).result).toMatchObject({ ok: true, summary: { created: 1, same: 3 } });
    });

    test("a second SIGINT ends at once, and the next run repeats what was under way", async () => {
        stack.settings = { commands: [{ name: "a" }] };
        const { child, ended } = stack.start("up");
        server.answer = async () => {
            await interrupt(child, "SIGINT");
            // Sooner, it would count as an echo of the first.
            setTimeout(() => child.kill("SIGINT"), 1_000);
            await ended;
            return {};
        };
        const { code, lines } = await ended;
        expect(code).toBe(130);
        expect(lines.join("\n")).toContain("SIGINT again: ending at once.");
        server.answer = apply;
        expect((await stack.run("up")).result).toMatchObject({ ok: true, summary: { created: 1 } });
    });
});

test("two runs at once: the second names the process of the first, and a killed one's lock is taken over", async () => {
    stack.settings = { commands: [{ name: "a" }] };
    const { child, ended } = stack.start("up");
    let second: Ended | undefined;
    server.answer = async () => {
        second = await stack.run("up");
        child.kill("SIGKILL");
        return {};
    };
    await ended;
    expect(second?.error).toContain(`Another run is at work on this stack: process ${String(child.pid)}`);
    server.answer = apply;
    expect((await stack.run("up")).result?.ok).toBe(true);
});
