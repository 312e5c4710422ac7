import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { CliEngine } from "../../../tools/commands/cli/cli-engine";
import { beyond, changesIn } from "../../../tools/commands/cli/preview-digest";

const secret = "marker-of-a-value";
const stack = { op: "same", urn: "stack" };
const edited = { op: "update", urn: "deployment", detailedDiff: { "spec.replicas": { kind: "update" } }, newState: { inputs: { value: secret } } };
const scaled = { ...edited, detailedDiff: { ...edited.detailedDiff, "metadata.labels.app": { kind: "update" } } };
const removed = { op: "create", urn: "service", detailedDiff: null };

function digest(...steps: object[]): string {
    return JSON.stringify({ config: { "evenkeel:tls": secret }, steps: [stack, ...steps], diagnostics: [] });
}

describe("changes in a preview", () => {
    it("are those that something would be done for, without values", () => {
        const refresh = { op: "refresh", urn: "secret" };
        expect(changesIn(digest(refresh, scaled, removed, { op: "delete", urn: "old" }))).toEqual([
            { urn: "deployment", verb: "update", paths: ["metadata.labels.app", "spec.replicas"] },
            { urn: "service", verb: "create", paths: [] },
            { urn: "old", verb: "delete", paths: [] },
        ]);
        expect(changesIn("{}")).toEqual([]);
    });

    it("tell of a replacement once, and of its properties where only their names are known", () => {
        const steps = ["create-replacement", "replace", "delete-replaced"].map(op => ({ op, urn: "proxy", diffReasons: ["triggers"] }));
        expect(changesIn(digest(...steps))).toEqual([{ urn: "proxy", verb: "replace", paths: ["triggers"] }]);
    });

    it("are told from those that are known", () => {
        expect(beyond(changesIn(digest(edited)), changesIn(digest(scaled, removed)))).toEqual([
            { urn: "deployment", verb: "update", paths: ["metadata.labels.app"] },
            { urn: "service", verb: "create", paths: [] },
        ]);
        expect(beyond(changesIn(digest(edited, removed)), changesIn(digest(edited, removed)))).toEqual([]);
        expect(beyond(changesIn(digest(edited)), changesIn(digest({ ...edited, op: "replace" })))).toMatchObject([{ verb: "replace", paths: ["spec.replicas"] }]);
    });
});

describe("the Pulumi CLI, asked for drift", () => {
    let folder: string;

    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "evenkeel-drift-"));
        vi.stubEnv("EVENKEEL_HOME", join(folder, "home"));
        vi.stubEnv("PULUMI_CONFIG_PASSPHRASE", "test");
        writeFileSync(join(folder, "Pulumi.prod.yaml"), "config: {}\n");
    });

    afterEach(() => {
        vi.unstubAllEnvs();
        rmSync(folder, { recursive: true });
    });

    /** A stand-in that answers as it is told to, with the refresh and without. */
    function engine(refreshed: { readonly says: string; readonly status?: number }): CliEngine {
        const program = join(folder, "pulumi");
        writeFileSync(join(folder, "plain"), digest(edited));
        writeFileSync(join(folder, "refreshed"), refreshed.says);
        writeFileSync(program, `#!/bin/sh\necho "$*" >>"${folder}/calls"\ncase "$*" in\n*--refresh*) cat "${folder}/refreshed"; exit ${String(refreshed.status ?? 0)} ;;\n*) cat "${folder}/plain" ;;\nesac\n`);
        chmodSync(program, 0o755);
        return new CliEngine(program, { name: "prod", file: join(folder, "Pulumi.prod.yaml"), argument: "prod" });
    }

    it("tells of what changed behind its back, and not of an edit that nobody has deployed", async () => {
        expect(await engine({ says: digest(scaled, removed) }).drift()).toEqual([
            { urn: "deployment", verb: "update", paths: ["metadata.labels.app"] },
            { urn: "service", verb: "create", paths: [] },
        ]);
        const calls = readFileSync(join(folder, "calls"), "utf8").trim().split("\n");
        expect(calls.slice(1)).toEqual(["", " --refresh"].map(rest => `preview --stack prod --json --color never${rest} --non-interactive`));
    });

    it("says why it could not look", async () => {
        const says = JSON.stringify({ diagnostics: [{ severity: "info", message: secret }, { severity: "error", message: "connection refused\n" }] });
        await expect(engine({ says, status: 255 }).drift()).rejects.toThrow(/^pulumi preview --refresh failed:\nconnection refused$/);
    });
});
