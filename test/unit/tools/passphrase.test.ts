import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { givenPassphrase, passphrase, settlePassphrase } from "../../../tools/commands/passphrase";

let folder: string;
let file: string;

beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "evenkeel-passphrase-"));
    file = join(folder, "mine");
    vi.stubEnv("EVENKEEL_HOME", folder);
    vi.stubEnv("INIT_CWD", folder);
    vi.stubEnv("PULUMI_CONFIG_PASSPHRASE", undefined);
    vi.stubEnv("PULUMI_CONFIG_PASSPHRASE_FILE", undefined);
});

afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
});

describe("a passphrase of the user's", () => {
    it("is what the variable says, else what is in the file, by its name from where the user stands", () => {
        writeFileSync(file, "from the file\n");
        vi.stubEnv("PULUMI_CONFIG_PASSPHRASE_FILE", "mine");
        expect(passphrase()).toBe("from the file");
        settlePassphrase();
        expect(process.env["PULUMI_CONFIG_PASSPHRASE_FILE"]).toBe(file);
        vi.stubEnv("PULUMI_CONFIG_PASSPHRASE", "from the variable");
        expect(passphrase()).toBe("from the variable");
    });

    it("may be empty where the variable says so", () => {
        vi.stubEnv("PULUMI_CONFIG_PASSPHRASE", "");
        settlePassphrase();
        expect(passphrase()).toBe("");
        expect(process.env["PULUMI_CONFIG_PASSPHRASE_FILE"]).toBeUndefined();
    });

    it.each<[string, string | undefined, RegExp]>([
        ["is not there", undefined, /^The passphrase file can't be read \(ENOENT: .*\/mine'\)\. Put back the passphrase /],
        ["is empty", "", /^The passphrase file \S+\/mine is empty\. .* make one, and keep it: \(umask 077; openssl rand -base64 32 > \S+\/mine\)$/],
        ["holds a line break alone", "\n", /is empty\. /],
    ])("is refused by whatever reads it when its file %s", (_, content, words) => {
        if (content !== undefined) {
            writeFileSync(file, content);
        }
        vi.stubEnv("PULUMI_CONFIG_PASSPHRASE_FILE", file);
        [passphrase, givenPassphrase, settlePassphrase].forEach(read => expect(read).toThrow(words));
    });
});

describe("without one", () => {
    it.each([undefined, ""])("one is made for the local state, for its owner alone (the name of its file: %j)", named => {
        vi.stubEnv("PULUMI_CONFIG_PASSPHRASE_FILE", named);
        expect([passphrase(), givenPassphrase()]).toEqual(["", undefined]);
        settlePassphrase();
        const own = join(folder, "passphrase");
        expect(process.env["PULUMI_CONFIG_PASSPHRASE_FILE"]).toBe(own);
        expect(passphrase()).toMatch(/^[\w-]{43}$/);
        expect([readFileSync(own, "utf8").trim(), statSync(own).mode & 0o777]).toEqual([passphrase(), 0o600]);
    });

    it("and with the local state's own cut off, nothing goes on", () => {
        writeFileSync(join(folder, "passphrase"), "");
        [passphrase, settlePassphrase].forEach(read => expect(read).toThrow(/passphrase is empty/));
    });
});
