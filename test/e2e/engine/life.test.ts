import { readFileSync, statSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { makeSshStack, marker, type Stack } from "./engine-process";
import { startServer, strangersKey, type TestServer } from "./ssh-server";

let server: TestServer;
let stack: Stack;

beforeEach(async () => {
    server = await startServer();
    stack = makeSshStack(server);
});

afterEach(async () => {
    stack.remove();
    await server.close();
});

function commands(): string[] {
    return server.received.map(({ command }) => command);
}

describe("the life of a stack", () => {
    test("up, up again, preview, change, destroy", async () => {
        server.answer = ({ command, stdin }) => ({ stdout: `${command} got ${String(stdin.length)}\n` });
        stack.settings = { key: true, certificates: true, commands: [{ name: "a", stdin: "one\ntwo\n" }, { name: "b", after: ["a"], secret: true }] };
        const first = await stack.run("up");
        expect(first.result).toMatchObject({ ok: true, summary: { created: 10, failed: 0 } });
        expect(first.result?.outputs).toMatchObject({ printed: { a: "create a got 8", b: `create b got ${String(marker.length)}` }, privateKey: "[secret]" });
        expect(server.received.map(({ stdin }) => stdin)).toEqual(["one\ntwo\n", marker]);

        const again = await stack.run("up");
        expect(again.result).toMatchObject({ ok: true, summary: { created: 0, updated: 0, replaced: 0, deleted: 0, same: 10 } });
        expect(server.connections()).toBe(2);

        stack.settings = { ...stack.settings, commands: [{ name: "a", stdin: "one\nand a half\ntwo\n" }, { name: "b", after: ["a"], secret: true }] };
        const before = readFileSync(stack.stateFile, "utf8");
        const preview = await stack.run("preview", { diff: true });
        expect(preview.lines.filter(line => /^ *[+-] (?!\d)/.test(line))).toEqual(["          + and a half"]);
        expect(preview.result).toMatchObject({ ok: true, summary: { updated: 1, same: 9 } });
        expect([server.connections(), readFileSync(stack.stateFile, "utf8")]).toEqual([2, before]);

        expect((await stack.run("up")).result).toMatchObject({ ok: true, summary: { updated: 1, same: 9 } });
        expect(commands()).toEqual(["create a", "create b", "update a"]);

        expect((await stack.run("destroy")).result).toMatchObject({ ok: true, summary: { deleted: 10 } });
        expect(commands().slice(3)).toEqual(["delete b", "delete a"]);
        expect(server.connections()).toBe(5);
        expect(JSON.parse(readFileSync(stack.stateFile, "utf8"))).toMatchObject({ deployment: { resources: [] } });
    });

    test("a planted secret is in no state, backup, display or error", async () => {
        server.answer = ({ stdin }) => ({ stdout: stdin, stderr: `nginx: bad line: ${stdin}\n`, code: 1 });
        stack.settings = { key: true, commands: [{ name: "a", stdin: "x", secret: true }] };
        const failed = await stack.run("up", { diff: true });
        expect(failed.lines.join("\n")).toContain("nginx: bad line: [secret]");
        server.answer = () => ({});
        const good = await stack.run("up", { diff: true });
        stack.settings = { commands: [{ name: "a", stdin: "y", secret: true }] };
        const preview = await stack.run("preview", { diff: true });
        expect(preview.lines.join("\n")).toContain("~ stdin: [secret] => [secret]");
        const texts = [...[failed, good, preview].map(({ lines }) => lines.join("\n")), ...["", ".bak"].map(suffix => readFileSync(stack.stateFile + suffix, "utf8"))];
        for (const text of texts) {
            expect(text).not.toContain(marker);
            expect(text).not.toContain("PRIVATE KEY");
        }
        expect(statSync(stack.stateFile).mode & 0o777).toBe(0o600);
    });

    test("a replacement creates before it deletes; a deletion runs with what the state holds", async () => {
        stack.settings = { commands: [{ name: "a", triggers: ["1"] }, { name: "b" }] };
        await stack.run("up");
        stack.settings = { commands: [{ name: "a", triggers: ["2"], remove: "delete differently" }] };
        const { result } = await stack.run("up");
        expect(result).toMatchObject({ ok: true, summary: { replaced: 1, deleted: 1 } });
        expect(commands().slice(2, 3)).toEqual(["create a"]);
        expect(commands().slice(3).sort()).toEqual(["delete a", "delete b"]);
    });
});

describe("what goes wrong", () => {
    test("independent resources go on, dependants are skipped, and the run fails with every error", async () => {
        server.answer = ({ command }) => (command === "create a" || command === "create d" ? { stderr: "no such luck\n", code: 3 } : {});
        stack.settings = { commands: [{ name: "a" }, { name: "b", after: ["a"] }, { name: "c" }, { name: "d" }] };
        const { result, lines } = await stack.run("up");
        expect(result).toMatchObject({ ok: false, summary: { created: 3, failed: 2, skipped: 1 } });
        expect(lines.filter(line => line.includes("error:")).sort()).toEqual([
            '      error: Process exited with status 3: running "create a":',
            '      error: Process exited with status 3: running "create d":',
        ]);
        expect(lines).toContain(" .. command:remote:Command b skipped: it depends on a, which failed or was skipped");
    });

    test("a type that the engine does not know is refused by name", async () => {
        stack.settings = { unsupported: true };
        const { result, lines } = await stack.run("preview");
        expect(result?.ok).toBe(false);
        expect(lines.join("\n")).toContain("The resource is of type command:remote:CopyFile, which the embedded engine does not know. Install the Pulumi CLI");
    });

    test("a program that breaks off deletes nothing and keeps the outputs", async () => {
        stack.settings = { commands: [{ name: "a" }] };
        const { result } = await stack.run("up");
        stack.settings = { broken: true };
        const broken = await stack.run("up");
        expect(broken.result).toMatchObject({ ok: false, outputs: result?.outputs ?? {} });
        expect(broken.lines).toContain("      the program is broken");
        expect(commands()).toEqual(["create a"]);
    });

    test("a wrong passphrase is told of", async () => {
        await stack.run("up");
        stack.passphrase = "other";
        expect((await stack.run("up")).error).toMatch(/^WrongPassphrase|The passphrase does not fit/);
    });

    test("a host that shows another key than the pinned one is refused at once", async () => {
        const other = await startServer();
        const mistaken = makeSshStack(server, { hostKey: other.hostKey });
        mistaken.settings = { commands: [{ name: "a" }] };
        const { result, lines } = await mistaken.run("up");
        mistaken.remove();
        await other.close();
        expect(result?.ok).toBe(false);
        expect(lines.join("\n")).toContain("another host key than the pinned one");
        expect(server.connections()).toBe(1);
        expect(server.received).toEqual([]);
    });

    test("a user who is not let in is told so at once", async () => {
        const stranger = makeSshStack(server, { privateKey: strangersKey() });
        stranger.settings = { commands: [{ name: "a" }] };
        const { lines } = await stranger.run("up");
        stranger.remove();
        expect(lines.join("\n")).toContain("does not let tester in");
        expect(server.connections()).toBe(1);
    });

    test("a host that can't be reached is tried as often as asked; destroying can give it up", async () => {
        stack.settings = { commands: [{ name: "a" }] };
        await stack.run("up");
        const port = server.port;
        await server.close();
        const { lines, result } = await stack.run("destroy");
        expect(result).toMatchObject({ ok: false, summary: { failed: 1 } });
        expect(lines.join("\n")).toContain(`after 2 failed attempts: 127.0.0.1:${String(port)}: connect ECONNREFUSED`);
        server = await startServer();
    });

    test("a connection that is cut fails the update, and the next run repeats it", async () => {
        stack.settings = { commands: [{ name: "a", stdin: "1" }] };
        await stack.run("up");
        stack.settings = { commands: [{ name: "a", stdin: "2" }] };
        server.answer = () => ({ cut: true });
        const cut = await stack.run("up");
        expect(cut.result).toMatchObject({ ok: false, summary: { failed: 1 } });
        expect(cut.lines.join("\n")).toContain("the connection was lost before the command told how it ended");
        server.answer = () => ({});
        stack.settings = { commands: [{ name: "a", stdin: "1" }] };
        const healed = await stack.run("up");
        expect(healed.result).toMatchObject({ ok: true, summary: { updated: 1 } });
        expect(healed.lines.join("\n")).toContain("[repeated: an earlier run did not finish it]");
    });
});
