import { execFile } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readStackConfig } from "../../../tools/engine/stack-config";
import { makeStack, marker, type Stack } from "./engine-process";
import { startServer, type TestServer } from "./ssh-server";

/** Only where the CLI and the plugins are on PATH: they are not downloaded for a test. */
const tools = ["pulumi", "pulumi-language-nodejs", "pulumi-resource-command", "pulumi-resource-tls"];
/** Without the folder in which npm keeps its `pulumi`, which is a downloader. */
const searched = (process.env["PATH"] ?? "").split(delimiter).filter(directory => !directory.endsWith(join("node_modules", ".bin")));
const missing = tools.some(tool => !searched.some(directory => existsSync(join(directory, tool))));
const root = resolve(__dirname, "../../..");

let server: TestServer;
let stack: Stack;

beforeAll(async () => {
    server = await startServer();
    stack = makeStack(server);
});

afterAll(async () => {
    stack.remove();
    await server.close();
});

/** Not synchronously: the SSH server that the CLI speaks to lives in this process. */
async function pulumi(...args: string[]): Promise<string> {
    const env = {
        ...process.env,
        PATH: searched.join(delimiter),
        PULUMI_BACKEND_URL: `file://${join(stack.dir, "backend")}`,
        PULUMI_CONFIG_PASSPHRASE: "test",
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
        PULUMI_NODEJS_TRANSPILE_ONLY: "true",
    };
    const { stdout } = await promisify(execFile)("pulumi", ["--non-interactive", "-s", "test", ...args], { cwd: join(stack.dir, "project"), env });
    return stdout;
}

/** The tests' program as a project of its own. */
function makeProject(): void {
    const project = join(stack.dir, "project");
    mkdirSync(project);
    mkdirSync(join(stack.dir, "backend"));
    symlinkSync(join(root, "node_modules"), join(project, "node_modules"));
    copyFileSync(join(__dirname, "program.ts"), join(project, "index.ts"));
    writeFileSync(join(project, "Pulumi.yaml"), "name: evenkeel\nruntime: nodejs\nmain: index.ts\n");
    writeFileSync(join(project, "package.json"), "{}\n");
    const compilerOptions = { target: "ES2022", module: "commonjs", moduleResolution: "node10", esModuleInterop: true, strict: true };
    writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions }));
}

async function configure(): Promise<void> {
    const commands = JSON.stringify([{ name: "a", stdin: "one\ntwo\n" }, { name: "b", after: ["a"], secret: true, triggers: ["x"] }]);
    const settings = { server: JSON.stringify({ port: server.port, hostKey: server.hostKey }), key: "true", certificates: "true", commands };
    for (const [name, value] of Object.entries(settings)) {
        await pulumi("config", "set", `evenkeel:${name}`, "--plaintext", "--", value);
    }
    for (const [name, value] of Object.entries({ privateKey: server.privateKey, marker })) {
        await pulumi("config", "set", `evenkeel:${name}`, "--secret", "--", value);
    }
}

test.skipIf(missing)("the Pulumi CLI imports the engine's state, proposes no change to it, and destroys it", async () => {
    makeProject();
    await pulumi("stack", "init");
    await configure();
    const config = await readStackConfig(join(stack.dir, "project", "Pulumi.test.yaml"), "evenkeel", "test");
    expect(config.secretKeys).toEqual(["evenkeel:privateKey", "evenkeel:marker"]);
    expect((await stack.run("up", { config })).result).toMatchObject({ ok: true, summary: { created: 10 } });

    await pulumi("stack", "import", "--file", stack.stateFile);
    expect(await pulumi("preview", "--expect-no-changes", "--diff")).toContain("10 unchanged");
    await pulumi("destroy", "--yes", "--skip-preview");
    expect(server.received.map(({ command }) => command)).toEqual(["create a", "create b", "delete b", "delete a"]);
});
