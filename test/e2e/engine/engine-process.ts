import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { EngineOptions, Result } from "../../../tools/engine";
import type { TestServer } from "./ssh-server";

/** A stack of the tests: its settings, its state, and runs of the engine on it in processes of their own. */
const root = resolve(__dirname, "../../..");
export const marker = "MARKER-7f3a9c";

export interface Ended {
    readonly code: number | null;
    readonly signal: NodeJS.Signals | null;
    /** What the display said. */
    readonly lines: readonly string[];
    /** Absent where the engine threw, or was killed. */
    readonly result: Result | undefined;
    readonly error: string | undefined;
}

export interface Stack {
    readonly dir: string;
    readonly stateFile: string;
    /** Settings of the program; kept from run to run. */
    settings: Readonly<Record<string, unknown>>;
    passphrase: string;
    /** Runs to the end. */
    run(mode: "up" | "preview" | "destroy", extra?: Partial<EngineOptions>): Promise<Ended>;
    /** Begins a run, for signals. */
    start(mode: "up" | "preview" | "destroy", extra?: Partial<EngineOptions>): { readonly child: ChildProcess; readonly ended: Promise<Ended> };
    remove(): void;
}

/** What a stack's program is and what it needs to be told besides the stack's own settings. */
interface Purpose {
    readonly program: string;
    readonly settings?: Readonly<Record<string, unknown>>;
    readonly secrets?: Readonly<Record<string, string>>;
}

/** A stack of commands on a server that speaks SSH. */
export function makeSshStack(server: TestServer, overrides: { readonly hostKey?: string; readonly privateKey?: string; readonly port?: number } = {}): Stack {
    const { port = server.port, hostKey = server.hostKey, privateKey = server.privateKey } = overrides;
    return makeStack({ program: join(__dirname, "program.ts"), settings: { server: { port, hostKey } }, secrets: { privateKey, marker } });
}

export function makeStack(purpose: Purpose): Stack {
    const dir = mkdtempSync(join(tmpdir(), "engine-e2e-"));
    const start: Stack["start"] = (mode, extra = {}) => {
        const options = { ...optionsFor(stack, purpose), ...extra };
        const child = spawn(process.execPath, ["--import", "tsx", join(__dirname, "run-engine.ts")], {
            cwd: root,
            env: { ...process.env, SSH_AUTH_SOCK: "", ENGINE_ORDER: JSON.stringify({ mode, options }) },
            stdio: ["ignore", "pipe", "pipe"],
        });
        return { child, ended: collect(child) };
    };
    const stack: Stack = {
        dir,
        stateFile: join(dir, "state.json"),
        settings: {},
        passphrase: "test",
        run: (mode, extra) => start(mode, extra).ended,
        start,
        remove: () => {
            rmSync(dir, { recursive: true });
        },
    };
    return stack;
}

function optionsFor(stack: Stack, { program, settings = {}, secrets = {} }: Purpose): Omit<EngineOptions, "log"> {
    const asText = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
    const values = Object.fromEntries(Object.entries({ ...settings, ...secrets, ...stack.settings }).map(([name, value]) => [`evenkeel:${name}`, asText(value)]));
    const secretKeys = Object.keys(secrets).map(name => `evenkeel:${name}`);
    return {
        projectDir: root,
        program,
        project: "evenkeel",
        stack: "test",
        stateFile: stack.stateFile,
        passphrase: stack.passphrase,
        config: { values, secretKeys, secretValues: Object.values(secrets), salt: undefined },
    };
}

async function collect(child: ChildProcess): Promise<Ended> {
    const chunks: string[] = [];
    child.stdout?.on("data", (data: Buffer) => chunks.push(data.toString()));
    child.stderr?.on("data", (data: Buffer) => chunks.push(data.toString()));
    const [code, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
    const lines = chunks.join("").split("\n");
    const after = (word: string): string | undefined => lines.find(line => line.startsWith(`${word} `))?.slice(word.length + 1);
    const result = after("RESULT");
    return {
        code,
        signal,
        lines: lines.filter(line => !line.startsWith("RESULT ")),
        result: result === undefined ? undefined : (JSON.parse(result) as Result),
        error: after("ERROR"),
    };
}
