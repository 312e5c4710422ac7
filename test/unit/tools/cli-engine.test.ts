import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { CliEngine } from "../../../tools/commands/cli/cli-engine";
import type { Judged } from "../../../tools/commands/engine";

const folder = mkdtempSync(join(tmpdir(), "evenkeel-cli-"));
const [program, calls, stackFile] = [join(folder, "pulumi"), join(folder, "calls"), join(folder, "Pulumi.shop.yaml")];
const terms = { environment: "production", overrides: {} } as const;
const seen: Judged = { terms, verdicts: [], unseen: [] };
const half: Judged = { terms, verdicts: [], unseen: ["Pulumi.shop.yaml holds secrets but no encryptionsalt to read them with."] };

/** Stands in the CLI's place: notes what it is asked for, and ends an update as it is told. */
function cli(events: string, status: number): CliEngine {
    writeFileSync(join(folder, "events"), events);
    const update = `while [ "$1" != --event-log ]; do shift; done; cp ${folder}/events "$2"; exit ${String(status)}`;
    writeFileSync(program, `#!/bin/sh\necho "$*" >> ${calls}\n[ "$1" = stack ] || { ${update}; }\n`, { mode: 0o755 });
    return new CliEngine(program, { argument: stackFile, name: "shop", file: stackFile });
}

function broken(policyName: string): string {
    return `${JSON.stringify({ sequence: 1, policyEvent: { policyName, enforcementLevel: "mandatory" } })}\n`;
}

function asked(): string {
    return readFileSync(calls, "utf8").split("\n").find(call => /^(up|preview) /.test(call)) ?? "";
}

beforeEach(() => {
    vi.stubEnv("EVENKEEL_HOME", join(folder, "home"));
    writeFileSync(stackFile, "config: {}\n");
    rmSync(calls, { force: true });
    return () => {
        vi.unstubAllEnvs();
    };
});

afterAll(() => {
    rmSync(folder, { recursive: true });
});

describe("an up on the CLI", () => {
    it("has no preview of its own where the policies have seen everything", async () => {
        await cli("", 0).up(seen);
        expect(asked()).toContain("--skip-preview");
        expect(asked()).toContain("--policy-pack");
    });

    it("has one where they have not, so that what is hidden stops it before anything changes", async () => {
        await cli("", 0).up(half);
        expect(asked()).not.toContain("--skip-preview");
        await expect(cli(broken("no-default-passwords"), 255).up(half)).rejects.toThrow(expect.objectContaining({ code: 2 }));
    });

    it("says that everything is deployed where the pack finds something only then", async () => {
        const failure = { code: 1, message: expect.stringMatching(/^Everything is deployed, but/) as string };
        await expect(cli(broken("certificate-lifetime"), 255).up(seen)).rejects.toThrow(expect.objectContaining(failure));
    });

    it("fails as the CLI does where no policy is broken", async () => {
        await expect(cli("", 255).up(seen)).rejects.toThrow("pulumi up failed");
    });
});

it("tells a preview that breaks policies from one that fails", async () => {
    expect(await cli("", 0).preview({ diff: false, terms, hide: line => line })).toMatchObject({ judgement: "kept" });
    expect(await cli(broken("tls-on"), 255).preview({ diff: false, terms, hide: line => line })).toMatchObject({ judgement: "refused" });
    await expect(cli("", 255).preview({ diff: false, terms, hide: line => line })).rejects.toThrow("pulumi preview failed");
});

it("shows of a preview what may be shown, on both streams", async () => {
    const written = [process.stdout, process.stderr].map(stream => vi.spyOn(stream, "write").mockReturnValue(true));
    writeFileSync(join(folder, "events"), "");
    writeFileSync(program, "#!/bin/sh\n[ \"$1\" = stack ] || { echo 'a hunter2'; printf 'b hunter2' >&2; }\n", { mode: 0o755 });
    await new CliEngine(program, { argument: stackFile, name: "shop", file: stackFile }).preview({ diff: true, terms, hide: line => line.replace("hunter2", "[masked]") });
    const said = written.map(spy => spy.mock.calls.map(([text]) => String(text)).join(""));
    written.forEach(spy => {
        spy.mockRestore();
    });
    expect(said).toEqual(["a [masked]\n", "b [masked]\n"]);
});
