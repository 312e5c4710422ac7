import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import type * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { SavedState } from "../../../tools/engine/deployment";
import { openStore, type StateStore } from "../../../tools/engine/state-store";
import { Secret, type ValueMap } from "../../../tools/engine/values";

const disk = vi.hoisted(() => ({ full: false }));

vi.mock("node:fs", async original => {
    const real = await original<typeof fs>();
    const writeSync = (descriptor: number, bytes: Uint8Array, offset: number): number => {
        if (disk.full && offset > 0) {
            throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
        }
        // In pieces, as a nearly full disk takes them.
        return real.writeSync(descriptor, bytes, offset, Math.min(1000, bytes.length - offset));
    };
    return { ...real, writeSync };
});

let dir: string;
const salt = "v1:8fXUlRxoQCg=:v1:B4hG2teKWvULVbGl:Z8u0Bb67eneZRgG53FH1qbZGDj3aDg==";

beforeEach(() => {
    disk.full = false;
    dir = mkdtempSync(join(tmpdir(), "engine-state-"));
});

afterEach(() => {
    rmSync(dir, { recursive: true });
});

function open(passphrase = "test"): Promise<StateStore> {
    return openStore({ file: join(dir, "sub", "state.json"), passphrase, salt, version: "v3.245.0" });
}

function stateWith(inputs: ValueMap): SavedState {
    const resource = {
        urn: "urn:pulumi:test::evenkeel::command:remote:Command::a",
        type: "command:remote:Command",
        custom: true,
        id: "a1",
        inputs,
        outputs: { ...inputs, stdout: "" },
        dependencies: [],
        propertyDependencies: { create: [] },
        provider: "urn:pulumi:test::evenkeel::pulumi:providers:command::default_1_2_1::id",
        additionalSecretOutputs: ["connection"],
        ignoreChanges: [],
        replaceOnChanges: [],
        created: "2026-01-01T00:00:00.000Z",
    };
    return { resources: [resource], pending: [{ type: "updating", resource }] };
}

const inputs: ValueMap = {
    create: "true",
    list: [1, null, { deep: new Secret("MARKER-list") }],
    connection: new Secret({ host: "h", privateKey: new Secret("MARKER-inner") }),
};

describe("a state", () => {
    test("comes back as it was, secrets and all", async () => {
        (await open()).save(stateWith(inputs));
        expect((await open()).initial).toEqual(stateWith(inputs));
    });

    test("holds secrets as ciphertext alone, in a file for its owner alone", async () => {
        (await open()).save(stateWith(inputs));
        const file = join(dir, "sub", "state.json");
        expect(readFileSync(file, "utf8")).not.toContain("MARKER");
        expect(statSync(file).mode & 0o777).toBe(0o600);
        expect(statSync(join(dir, "sub")).mode & 0o777).toBe(0o700);
    });

    test("is a deployment of version 3 for the stack file's own salt", async () => {
        (await open()).save(stateWith(inputs));
        const written = JSON.parse(readFileSync(join(dir, "sub", "state.json"), "utf8")) as Record<string, unknown>;
        expect(written).toMatchObject({
            version: 3,
            deployment: {
                manifest: { version: "v3.245.0", magic: "5bd79d1dd16cc3c5463cc36d78ce5ed0641ce13dbc6a4ff4650fdab1565bd2d5" },
                secrets_providers: { type: "passphrase", state: { salt } },
                pending_operations: [{ type: "updating" }],
            },
        });
    });

    test("keeps a ciphertext for as long as its secret stays the same", async () => {
        (await open()).save(stateWith(inputs));
        const first = readFileSync(join(dir, "sub", "state.json"), "utf8");
        const store = await open();
        store.save(store.initial);
        const withoutTime = (text: string): string => text.replace(/"time": "[^"]*"/, "");
        expect(withoutTime(readFileSync(join(dir, "sub", "state.json"), "utf8"))).toBe(withoutTime(first));
    });

    test("is not opened with another passphrase", async () => {
        (await open()).save(stateWith(inputs));
        await expect(open("other")).rejects.toThrow("passphrase does not fit");
    });
});

describe("when writing fails", () => {
    test("a full disk is told of, and the state before it is intact", async () => {
        const store = await open();
        store.save(stateWith({ create: "one" }));
        disk.full = true;
        expect(() => {
            store.save(stateWith({ create: "two" }));
        }).toThrow(/could not be written to .*state\.json: the disk is full\. The state saved before is intact/);
        expect((await open()).initial).toEqual(stateWith({ create: "one" }));
        expect(readdirSync(join(dir, "sub"))).toEqual(["state.json"]);
    });

    test("a state that was cut short is read from the backup", async () => {
        const store = await open();
        store.save(stateWith({ create: "one" }));
        store.save(stateWith({ create: "two" }));
        expect((await open()).initial).toEqual(stateWith({ create: "two" }));
        writeFileSync(join(dir, "sub", "state.json"), "");
        const reopened = await open();
        expect([reopened.fromBackup, reopened.initial]).toEqual([true, stateWith({ create: "one" })]);
    });

    test("a state without a readable backup is told of, not replaced", async () => {
        (await open()).save(stateWith({}));
        writeFileSync(join(dir, "sub", "state.json"), "{");
        await expect(open()).rejects.toThrow("not readable, and neither is its backup");
    });

    test("what a killed write left behind is no hindrance", async () => {
        const store = await open();
        store.save(stateWith({ create: "one" }));
        writeFileSync(join(dir, "sub", "state.json.new"), "half");
        store.save(stateWith({ create: "two" }));
        expect((await open()).initial).toEqual(stateWith({ create: "two" }));
    });
});

test("a state whose secrets another provider encrypted is refused", async () => {
    const file = join(dir, "cloud.json");
    writeFileSync(file, JSON.stringify({ version: 3, deployment: { secrets_providers: { type: "service", state: {} } } }));
    await expect(openStore({ file, passphrase: "test", salt: undefined, version: "v3.0.0" })).rejects.toThrow("Use the Pulumi CLI");
});
