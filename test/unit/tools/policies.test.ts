import "tsx/cjs";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { rules } from "../../../policy/rules/rules";
import { brokenIn, changingIn, policyRun } from "../../../tools/commands/cli/policy-pack";
import { concludePreview, judgeStack, refuseBroken, refuseUnseen, warnOfBroken } from "../../../tools/commands/policies";
import { readStack, type CheckedStack } from "../../../tools/commands/read-stack";

// The first program loads its provider's library, on a busy machine for many seconds.
vi.setConfig({ testTimeout: 60_000 });

const folder = mkdtempSync(join(tmpdir(), "evenkeel-policies-"));
const key = `ssh-ed25519 ${Buffer.from(`\0\0\0\u000bssh-ed25519\0\0\0 ${"x".repeat(32)}`).toString("base64")}`;

afterAll(() => {
    rmSync(folder, { recursive: true });
});

function stackOf(...lines: readonly string[]): CheckedStack {
    const file = join(folder, "Pulumi.judged.yaml");
    const service = "  evenkeel:services: { api: { routes: [/], instances: [10.0.0.5:8000] } }";
    writeFileSync(file, ["config:", service, ...lines, ""].join("\n"));
    return readStack(file);
}

const onOneNode = `  evenkeel:host: { nodes: [{ address: 192.168.10.30, hostKey: ${key} }] }`;
const inClear = "  evenkeel:tls: { mode: off }";

async function levelsIn(stack: CheckedStack): Promise<Record<string, string>> {
    const { verdicts } = await judgeStack(stack);
    return Object.fromEntries(verdicts.map(({ rule, level }) => [rule.name, level]));
}

/** What is said on standard error meanwhile. */
function heard(act: () => void): string {
    const said = vi.spyOn(console, "error").mockImplementation(() => undefined);
    act();
    const text = said.mock.calls.flat().join("\n");
    said.mockRestore();
    return text;
}

describe("a stack", () => {
    it("is held to what its environment asks for", async () => {
        expect(await levelsIn(stackOf("  evenkeel:environment: production", inClear, onOneNode))).toMatchObject({ "tls-on": "mandatory", "minimum-instances": "mandatory" });
        expect(await levelsIn(stackOf("  evenkeel:environment: development", inClear, onOneNode))).not.toHaveProperty("minimum-instances");
    });

    it("has levels of its own for single policies", async () => {
        const levels = "  evenkeel:policies: { tls-on: advisory, minimum-instances: disabled }";
        const found = await levelsIn(stackOf("  evenkeel:environment: production", inClear, levels, onOneNode));
        expect(found).toMatchObject({ "tls-on": "advisory" });
        expect(found).not.toHaveProperty("minimum-instances");
    });

    it("is judged without its secrets where they are kept by somebody else", async () => {
        const host = `  evenkeel:host: { privateKey: { secure: AAAA }, nodes: [{ address: 192.168.10.30, hostKey: ${key} }] }`;
        const stack = stackOf("  evenkeel:environment: production", inClear, host);
        expect(await levelsIn(stack)).toHaveProperty("tls-on");
        expect((await judgeStack(stack)).unseen).toEqual([expect.stringContaining("no encryptionsalt to read them with")]);
    });

    it("is not judged where the program ends with errors, and goes no further where nobody else judges it", async () => {
        const stack = stackOf(inClear, onOneNode);
        writeFileSync(stack.file, "config: {}\n");
        const judged = await judgeStack(stack);
        expect(judged).toMatchObject({ verdicts: [], unseen: [expect.stringContaining("services")] });
        expect(() => {
            refuseUnseen(judged);
        }).toThrow(/can't be held to its policies, so nothing of it is deployed[^]*services/);
        await expect(concludePreview("unjudged", stack)).rejects.toThrow("can't be held to its policies");
        await expect(concludePreview("kept", stack)).resolves.toBeUndefined();
    });
});

describe("what is broken", () => {
    it("is refused with every finding at once as soon as something of it is mandatory", async () => {
        const stack = stackOf("  evenkeel:environment: production", "  evenkeel:policies: { minimum-instances: advisory }", inClear, onOneNode);
        const judged = await judgeStack(stack);
        const all = /judged\.yaml breaks mandatory policies \(environment: production\)\. Nothing was changed\.\n\n[^]*tls-on \(mandatory\)[^]*minimum-instances \(advisory\)/;
        expect(() => {
            refuseBroken(judged, stack);
        }).toThrow(expect.objectContaining({ code: 2, message: expect.stringMatching(all) as string }));
    });

    it("is only told of where none of it is", async () => {
        const stack = stackOf("  evenkeel:environment: production", "  evenkeel:policies: { tls-on: disabled, minimum-instances: advisory }", inClear, onOneNode);
        const judged = await judgeStack(stack);
        refuseBroken(judged, stack);
        refuseUnseen(judged);
        expect(heard(() => {
            warnOfBroken(judged);
        })).toMatch(/only warn \(environment: production\):\n\n[^]*minimum-instances \(advisory\)/);
        expect(heard(() => {
            warnOfBroken({ ...judged, verdicts: [] });
        })).toBe("");
    });
});

describe("the end of a preview", () => {
    it("refuses what the policies have against the stack also where the CLI's pack, which sees less, has nothing", async () => {
        const stack = stackOf("  evenkeel:environment: production", inClear, onOneNode);
        await expect(concludePreview("kept", stack)).rejects.toThrow("Nothing was changed.");
        await expect(concludePreview("refused", stack)).rejects.toThrow("Nothing was changed.");
    });

    it("refuses what the CLI's pack alone has something against", async () => {
        await expect(concludePreview("refused", stackOf(onOneNode))).rejects.toThrow(expect.objectContaining({ code: 2, message: expect.stringContaining("named above") as string }));
    });
});

it.each([
    [{ same: 12 }, 0],
    [{ same: 3, create: 1, update: 2, replace: 3, delete: 4, "create-replacement": 3, "delete-replaced": 3 }, 10],
])("counts of %o what does not stay as it is", (resourceChanges, expected) => {
    expect(changingIn(`{}\n${JSON.stringify({ sequence: 9, summaryEvent: { resourceChanges } })}\n`)).toBe(expected);
});

describe("the CLI's run with the policy pack", () => {
    const run = policyRun(folder, { environment: "staging", overrides: { hsts: "mandatory" } });
    const after = (flag: string): string => run.args[run.args.indexOf(flag) + 1] ?? "";

    it("names the pack and what the stack is held to, wherever the CLI works", () => {
        expect(readdirSync(after("--policy-pack"))).toContain("PulumiPolicy.yaml");
        const config = JSON.parse(readFileSync(after("--policy-pack-config"), "utf8")) as Record<string, { enforcementLevel: string }>;
        expect(Object.keys(config).sort()).toEqual(rules.map(({ name }) => name).sort());
        expect(config["hsts"]?.enforcementLevel).toBe("mandatory");
    });

    it("ends with the mandatory policies that are broken, and leaves no log", () => {
        const event = (policyName: string, enforcementLevel: string): string => JSON.stringify({ sequence: 1, policyEvent: { policyName, enforcementLevel } });
        const events = [event("tls-on", "mandatory"), event("hsts", "advisory"), JSON.stringify({ stdoutEvent: { message: "x" } }), event("tls-on", "mandatory"), event("hsts", "mandatory").slice(0, -20)];
        writeFileSync(after("--event-log"), events.join("\n"));
        expect(run.end()).toEqual({ broken: ["tls-on"], changing: 0 });
        expect(run.end()).toEqual({ broken: [], changing: 0 });
        expect(brokenIn("")).toEqual([]);
    });
});
