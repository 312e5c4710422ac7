import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { chooseEngine, engineToLook } from "../../../tools/commands/choose-engine";
import type { Cli } from "../../../tools/commands/cli/find-cli";
import type { Engine } from "../../../tools/commands/engine";

const found = vi.hoisted(() => ({ cli: { missing: "nobody has it" } as Cli }));
vi.mock("../../../tools/commands/cli/find-cli", () => ({ findCli: () => Promise.resolve(found.cli) }));
vi.spyOn(console, "error").mockImplementation(() => undefined);

const terms = { environment: "staging", overrides: {} } as const;
const resources = [{ urn: "urn:pulumi:shop::evenkeel::pulumi:pulumi:Stack::evenkeel-shop", type: "pulumi:pulumi:Stack" }];
const state = JSON.stringify({ version: 3, deployment: { resources } });

/** Keeps stacks as files in the folder that PULUMI_BACKEND_URL names, and notes what it is asked. */
const pulumi = `#!/bin/sh
echo "$*" >>"$ASKED"
stacks=\${PULUMI_BACKEND_URL#file://}
case "$1 $2" in
    "stack init") mkdir -p "$stacks" && : >"$stacks/$3" ;;
    "stack import") cat >"$stacks/$4" ;;
    "stack export") cat "$stacks/$4" ;;
    "stack output") echo '{ "release": "0123" }' ;;
    "stack --stack") [ -e "$stacks/$3" ] || { echo "error: no stack named '$3' found" >&2; exit 255; } ;;
    "preview --stack") [ -e "$stacks/$3" ] ;;
esac
`;

let folder: string;
let stack: { readonly name: string; readonly file: string; readonly argument: string };

beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "evenkeel-engines-"));
    stack = { name: "shop", file: join(folder, "Pulumi.shop.yaml"), argument: "shop" };
    writeFileSync(stack.file, "config: {}\n");
    // What a command keeps while it runs goes with its process, which here is that of many tests.
    vi.stubEnv("TMPDIR", folder);
    vi.stubEnv("ASKED", join(folder, "asked"));
    vi.stubEnv("EVENKEEL_HOME", join(folder, "home"));
    vi.stubEnv("EVENKEEL_ENGINE", "");
    vi.stubEnv("PULUMI_HOME", join(folder, "pulumi"));
    vi.stubEnv("PULUMI_BACKEND_URL", "");
    vi.stubEnv("PULUMI_ACCESS_TOKEN", "");
    vi.stubEnv("PULUMI_CONFIG_PASSPHRASE", "a passphrase for tests");
});

afterEach(() => {
    vi.unstubAllEnvs();
    found.cli = { missing: "nobody has it" };
    rmSync(folder, { recursive: true });
});

function withCli(): void {
    found.cli = { program: put("bin/pulumi", pulumi) };
    chmodSync(found.cli.program, 0o755);
}

function put(name: string, content: string): string {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
}

function backend(): string {
    vi.stubEnv("PULUMI_BACKEND_URL", `file://${join(folder, "backend")}`);
    return join(folder, "backend");
}

async function look(engine: Engine): Promise<void> {
    await engine.preview({ diff: false, terms, hide: line => line });
    await engine.exportState();
    await engine.outputs();
}

const embeddedState = "home/state/shop.json";
const checkpoint = "home/pulumi/.pulumi/stacks/evenkeel/shop.json";

const both = [["look", engineToLook], ["change", chooseEngine]] as const;

describe("with the Pulumi CLI", () => {
    it("a look at a stack that is not there yet makes none in the user's backend; an up does", async () => {
        withCli();
        const stacks = backend();
        await look(await engineToLook(stack));
        expect(readFileSync(join(folder, "asked"), "utf8")).toContain("preview --stack shop");
        expect(existsSync(stacks)).toBe(false);
        await (await chooseEngine(stack)).up({ terms, verdicts: [], unseen: [] });
        expect(readdirSync(stacks)).toEqual(["shop"]);
    });

    it("a look is lent the embedded engine's state; an up takes it over", async () => {
        withCli();
        const [stacks, file] = [backend(), put(embeddedState, state)];
        const engine = await engineToLook(stack);
        expect(await engine.exportState()).toBe(state);
        expect(await engine.outputs()).toEqual({ release: "0123" });
        await look(engine);
        expect([existsSync(stacks), readFileSync(file, "utf8")]).toEqual([false, state]);
        await chooseEngine(stack);
        expect([readFileSync(join(stacks, "shop"), "utf8"), existsSync(file)]).toEqual([state, false]);
    });

    it.each(both)("only the user can tell which one is right where both engines hold a state, at a %s", async (_, choose) => {
        withCli();
        const stacks = backend();
        put("backend/shop", state);
        put(embeddedState, state);
        await expect(choose(stack)).rejects.toThrow("Both the Pulumi CLI and the embedded engine hold a state");
        expect(readdirSync(stacks)).toEqual(["shop"]);
    });
});

describe("without it", () => {
    it("a look is lent what it left here; an up takes it over", async () => {
        const file = put(checkpoint, JSON.stringify({ version: 3, checkpoint: { latest: { resources } } }));
        expect(JSON.parse((await (await engineToLook(stack)).exportState()) ?? "")).toEqual(JSON.parse(state));
        expect([existsSync(file), existsSync(join(folder, embeddedState))]).toEqual([true, false]);
        expect(await (await chooseEngine(stack)).exportState()).toContain("evenkeel-shop");
        expect([existsSync(file), existsSync(join(folder, embeddedState))]).toEqual([false, true]);
    });

    describe.each(both)("a %s", (_, choose) => {
        const named = /^The state of the stack shop lies in your Pulumi backend, .* Install the Pulumi CLI .* never deployed with it, set EVENKEEL_ENGINE=embedded\.$/;

        it.each([["PULUMI_BACKEND_URL", "s3://states"], ["PULUMI_ACCESS_TOKEN", "a token"]])("is refused in a fresh clone whose state is where %s leads", async (name, value) => {
                vi.stubEnv(name, value);
            await expect(choose(stack)).rejects.toThrow(named);
        });

        it("is refused for a stack that the CLI has worked on from here, in a backend of a login", async () => {
                put("pulumi/credentials.json", JSON.stringify({ current: "https://api.pulumi.com" }));
            mkdirSync(join(folder, "home/cli/shop"), { recursive: true });
            await expect(choose(stack)).rejects.toThrow(/lies in your Pulumi backend.* remove \S+\/cli\/shop\.$/);
        });

        it.each<[string, () => void]>([
            ["it is logged in somewhere", () => put("pulumi/credentials.json", JSON.stringify({ current: "https://api.pulumi.com" }))],
            ["the embedded engine has a state of the stack", () => {
                vi.stubEnv("PULUMI_BACKEND_URL", "s3://states");
                put(embeddedState, state);
            }],
            ["it is asked for", () => {
                vi.stubEnv("PULUMI_BACKEND_URL", "s3://states");
                vi.stubEnv("EVENKEEL_ENGINE", "embedded");
            }],
        ])("is the embedded engine's where %s", async (_, prepare) => {
                prepare();
            await expect(choose(stack)).resolves.toBeDefined();
        });
    });
});
