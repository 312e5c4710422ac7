import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";

/** What a program says, and how it ends. */
interface Ending {
    readonly says: string;
    readonly status: number;
}

const healthy = "Stack prod: Pulumi.prod.yaml is valid\n\nThis machine\n  ok       Node 22.0.0\n  ok       Pulumi CLI: TOOLS/pulumi\n\nCluster https://k8s\n  ok       serves what was deployed last (abc)\n";
const adrift = `${healthy}  missing  app: scaled to 5, but the stack file says 3\n           -> Somebody scaled it by hand.\n  warning  the certificate expires in 3 days\n           -> Run: npm run up\n`;
const ok = { says: "", status: 0 };
let folder: string;

beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "evenkeel-drift-"));
    mkdirSync(join(folder, ".evenkeel", "cli", "prod"), { recursive: true });
});

afterEach(() => {
    rmSync(folder, { recursive: true });
});

/** Stands in for a program, by what follows its name on the command line. */
function install(program: string, endings: Readonly<Record<string, Ending>>): void {
    const cases = Object.entries(endings).map(([words, { says, status }], index) => {
        writeFileSync(join(folder, `${program}-${String(index)}`), says.replaceAll("TOOLS", folder));
        return `"${words}"*) cat "${folder}/${program}-${String(index)}"; exit ${String(status)} ;;`;
    });
    writeFileSync(join(folder, program), `#!/bin/sh\necho "$0 $*" >>"${folder}/calls"\ncase "$*" in\n${cases.join("\n")}\nesac\nexit 99\n`);
    chmodSync(join(folder, program), 0o755);
}

/** The script as it stands, with the doctor and the CLI saying what they are told to. */
function look({ outputs = ok, doctor = { says: healthy, status: 0 }, cli = ok }: { readonly outputs?: Ending; readonly doctor?: Ending; readonly cli?: Ending }): { status: number | null; output: string; report: string } {
    install("npm", { "run -s outputs -- prod": outputs, "run -s doctor -- prod": doctor });
    install("pulumi", { preview: cli });
    const files = { GITHUB_OUTPUT: join(folder, "output"), PATH: `${folder}:${process.env["PATH"] ?? ""}` };
    const { status } = spawnSync("bash", [resolve(".github/scripts/drift.sh"), "prod", join(folder, "report")], { cwd: folder, env: files });
    const read = (name: string): string => (existsSync(join(folder, name)) ? readFileSync(join(folder, name), "utf8") : "");
    return { status, output: read("output"), report: read("report") };
}

it("has nothing to report where all is as it was deployed", () => {
    expect(look({})).toEqual({ status: 0, output: "drift=false\n", report: "" });
    expect(readFileSync(join(folder, "calls"), "utf8")).toMatch(/pulumi preview .*--stack prod --refresh .*--expect-no-changes/);
});

it("reports what the doctor misses, below the machine that it is about, and leaves warnings alone", () => {
    const { status, output, report } = look({ doctor: { says: adrift, status: 1 } });
    expect([status, output]).toEqual([0, "drift=true\n"]);
    expect(report).toContain("text\nCluster https://k8s\n  missing  app: scaled to 5, but the stack file says 3\n           -> Somebody scaled it by hand.\n\n`");
    expect(report).not.toMatch(/Node 22|expires|Run: npm run up\n/);
});

it("reports what the CLI would put back", () => {
    const { status, output, report } = look({ cli: { says: "~ kubernetes:core/v1:Service: (update)\n", status: 7 } });
    expect([status, output]).toEqual([0, "drift=true\n"]);
    expect(report).toContain("~ kubernetes:core/v1:Service: (update)");
});

it("asks no CLI where there is none", () => {
    expect(look({ doctor: { says: healthy.replace(/ *ok *Pulumi CLI.*\n/, ""), status: 0 }, cli: { says: "", status: 99 } })).toMatchObject({ status: 0, output: "drift=false\n" });
});

it.each([
    ["the stack file is refused", { outputs: { says: "", status: 2 } }, 2],
    ["no state is to be had", { outputs: { says: "", status: 1 } }, 1],
    ["the doctor ends otherwise than with a finding", { doctor: { says: "incorrect passphrase\n", status: 1 } }, 1],
    ["the CLI fails", { cli: { says: "error: connection refused\n", status: 4 } }, 1],
])("says nothing about drift when %s", (_when, endings, expected) => {
    expect(look(endings)).toEqual({ status: expected, output: "", report: "" });
});
