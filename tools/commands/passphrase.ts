import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { localStateFolder } from "../../components/config/sandbox";
import { Failure, messageOf } from "./failure";
import { callersFolder } from "./home";

/**
 * Makes sure that secrets in a stack's state can be encrypted: with the user's passphrase where one is set as for
 * Pulumi, else with one that is made at first use and kept beside the state. Both engines read it from the environment.
 *
 * @throws Failure where the file is not to be read, or empty: the CLI would take that for an empty passphrase.
 */
export function settlePassphrase(): void {
    if (process.env["PULUMI_CONFIG_PASSPHRASE"] === undefined) {
        const file = namedFile() ?? ownFile();
        contentOf(file);
        process.env["PULUMI_CONFIG_PASSPHRASE_FILE"] = file;
    }
}

export function passphraseFile(): string {
    return join(localStateFolder(), "passphrase");
}

/** The passphrase in force; empty when there is none yet. */
export function passphrase(): string {
    return givenPassphrase() ?? (existsSync(passphraseFile()) ? contentOf(passphraseFile()) : "");
}

/**
 * The passphrase that the user has set; undefined where none is.
 *
 * @throws Failure where the file that is named is not to be read, or empty: everybody reads what is encrypted with nothing.
 */
export function givenPassphrase(): string | undefined {
    const file = namedFile();
    return process.env["PULUMI_CONFIG_PASSPHRASE"] ?? (file === undefined ? undefined : contentOf(file));
}

/** How to make one that nobody guesses. */
export function passphraseRecipe(file: string): string {
    return `(umask 077; openssl rand -base64 32 > ${file})`;
}

/** From where the user stands: the CLI works in another folder. To the CLI, too, no name is no file. */
function namedFile(): string | undefined {
    const name = process.env["PULUMI_CONFIG_PASSPHRASE_FILE"] ?? "";
    return name === "" ? undefined : resolve(callersFolder(), name);
}

function ownFile(): string {
    const file = passphraseFile();
    if (!existsSync(file)) {
        mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
        writeFileSync(file, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600, flag: "wx" });
    }
    return file;
}

function contentOf(file: string): string {
    const text = read(file);
    if (text === "") {
        throw refusal(`The passphrase file ${file} is empty`, file);
    }
    return text;
}

function read(file: string): string {
    try {
        return readFileSync(file, "utf8").trim();
    } catch (error) {
        throw refusal(`The passphrase file can't be read (${messageOf(error)})`, file);
    }
}

function refusal(what: string, file: string): Failure {
    return new Failure(`${what}. Put back the passphrase that this stack's secrets are encrypted with. For secrets yet to come, make one, and keep it: ${passphraseRecipe(file)}`);
}
