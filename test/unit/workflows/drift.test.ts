import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";

let folder: string;

beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "evenkeel-drift-"));
});

afterEach(() => {
    rmSync(folder, { recursive: true });
});

/** The script as it stands, with `npm run drift` ending as it is told to. */
function look(ends: number): { readonly status: number | null; readonly output: string } {
    writeFileSync(join(folder, "npm"), `#!/bin/sh\n[ "$*" = "run -s drift -- prod --out report.md" ] || exit 99\nexit ${String(ends)}\n`);
    chmodSync(join(folder, "npm"), 0o755);
    const output = join(folder, "output");
    const env = { GITHUB_OUTPUT: output, PATH: `${folder}:${process.env["PATH"] ?? ""}` };
    const { status } = spawnSync("bash", [resolve(".github/scripts/drift.sh"), "prod", "report.md"], { env });
    return { status, output: existsSync(output) ? readFileSync(output, "utf8") : "" };
}

it.each([
    [0, 0, "drift=false\n"],
    [3, 0, "drift=true\n"],
    [1, 1, ""],
    [2, 2, ""],
    [130, 130, ""],
])("of the drift job, after an end with %i, ends with %i and tells the next steps %j", (ends, status, output) => {
    expect(look(ends)).toEqual({ status, output });
});
