import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { localStateFolder } from "../../components/config/sandbox";

/**
 * Makes sure that secrets in a stack's state can be encrypted: with the user's passphrase where one is set as for
 * Pulumi, else with one that is made at first use and kept beside the state. Both engines read it from the environment.
 */
export function settlePassphrase(): void {
    if (process.env["PULUMI_CONFIG_PASSPHRASE"] !== undefined || process.env["PULUMI_CONFIG_PASSPHRASE_FILE"] !== undefined) {
        return;
    }
    const file = passphraseFile();
    if (!existsSync(file)) {
        mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
        writeFileSync(file, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600, flag: "wx" });
    }
    process.env["PULUMI_CONFIG_PASSPHRASE_FILE"] = file;
}

export function passphraseFile(): string {
    return join(localStateFolder(), "passphrase");
}

/** The passphrase in force; empty when there is none yet. */
export function passphrase(): string {
    const given = process.env["PULUMI_CONFIG_PASSPHRASE"];
    const file = process.env["PULUMI_CONFIG_PASSPHRASE_FILE"] ?? passphraseFile();
    return given ?? (existsSync(file) ? readFileSync(file, "utf8").trim() : "");
}
