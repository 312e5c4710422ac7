import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { readStackConfig } from "../../../tools/engine/stack-config";
import { CliProject, whyNoCli } from "./cli-project";
import { makeSshStack, type Stack } from "./engine-process";
import { startServer, type TestServer } from "./ssh-server";

const reason = whyNoCli("command", "tls");
let server: TestServer;
let stack: Stack;
let project: CliProject;

beforeAll(async () => {
    server = await startServer();
});

afterAll(async () => {
    await server.close();
});

beforeEach(context => {
    context.skip(reason !== undefined, reason);
    server.received.length = 0;
    stack = makeSshStack(server);
    project = new CliProject("program.ts");
    return () => {
        stack.remove();
        project.remove();
    };
});

function commands(): string[] {
    return server.received.splice(0).map(({ command }) => command);
}

test("the Pulumi CLI imports the engine's state, proposes no change to it, and destroys it", async () => {
    await project.init();
    await project.connect(server);
    await project.set("key", "true");
    await project.set("certificates", "true");
    await project.set("commands", JSON.stringify([{ name: "a", stdin: "one\ntwo\n" }, { name: "b", after: ["a"], secret: true, triggers: ["x"] }]));
    const config = await readStackConfig(project.stackFile, "evenkeel", "test");
    expect(config.secretKeys).toEqual(["evenkeel:privateKey", "evenkeel:marker"]);
    expect((await stack.run("up", { config })).result).toMatchObject({ ok: true, summary: { created: 10 } });

    await project.pulumi("stack", "import", "--file", stack.stateFile);
    expect(await project.pulumi("preview", "--expect-no-changes", "--diff")).toContain("10 unchanged");
    await project.pulumi("destroy", "--yes", "--skip-preview");
    expect(commands()).toEqual(["create a", "create b", "delete b", "delete a"]);
});

test("the CLI takes over in the middle of a failed update", async () => {
    await project.init();
    await project.connect(server);
    stack.settings = { commands: [{ name: "a", stdin: "1", triggers: ["1"] }, { name: "b", stdin: "1" }] };
    await stack.run("up");
    const commandsAfter = [{ name: "a", stdin: "1", triggers: ["2"] }, { name: "b", stdin: "2" }, { name: "c" }];
    stack.settings = { commands: commandsAfter };
    server.answer = ({ command }) => ({ code: command === "create a" ? 0 : 1 });
    expect((await stack.run("up")).result).toMatchObject({ ok: false, summary: { replaced: 1, failed: 2 } });
    server.answer = () => ({});
    commands();
    await project.set("commands", JSON.stringify(commandsAfter));
    await project.pulumi("stack", "import", "--file", stack.stateFile);
    await project.pulumi("up", "--yes", "--skip-preview");
    expect(commands().sort()).toEqual(["create c", "delete a", "update b"]);
});

test("the engine runs the same commands in the same order as the CLI", async () => {
    server.answer = ({ command, stdin }) => ({ stdout: `${command} ${stdin}\n` });
    const edits = [
        [{ name: "a", stdin: "1" }, { name: "b", triggersFrom: "a" }, { name: "c", after: ["b"], stdin: "1" }, { name: "d", after: ["c"] }],
        // An update, a replacement that follows from it, and a new one at the end.
        [{ name: "a", stdin: "2" }, { name: "b", triggersFrom: "a" }, { name: "c", after: ["b"], stdin: "2" }, { name: "d", after: ["c"] }, { name: "e", after: ["d"] }],
        // Deleting first, which takes along what depends on it; one taken out in the middle.
        [{ name: "a", stdin: "3", triggers: ["1"], deleteFirst: true }, { name: "b", triggersFrom: "a" }, { name: "c", after: ["b"], stdin: "2" }, { name: "e", after: ["c"] }],
        [{ name: "a", stdin: "3", triggers: ["1"], deleteFirst: true }],
    ];
    await project.init();
    await project.connect(server);
    for (const edit of edits) {
        stack.settings = { commands: edit };
        expect((await stack.run("up")).result?.ok).toBe(true);
        const ours = commands();
        expect(ours).not.toEqual([]);
        await project.set("commands", JSON.stringify(edit));
        await project.pulumi("up", "--yes", "--skip-preview");
        expect(ours).toEqual(commands());
    }
    await stack.run("destroy");
    const ours = commands();
    await project.pulumi("destroy", "--yes", "--skip-preview");
    expect(ours).toEqual(commands());
});
