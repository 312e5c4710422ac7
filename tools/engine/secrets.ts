import { createCipheriv, createDecipheriv, pbkdf2, randomBytes } from "node:crypto";
import { promisify } from "node:util";

/**
 * Pulumi's passphrase secrets provider: AES-256-GCM under a key that PBKDF2 derives from the passphrase.
 *
 * Formats and figures are those of `pkg/secrets/passphrase/manager.go` and `sdk/go/common/resource/config/crypt.go`, so
 * that the Pulumi CLI reads what the engine wrote and the other way round.
 */
export interface Crypter {
    /** The passphrase provider's state, which proves the passphrase: `v1:<salt>:v1:<nonce>:<ciphertext>`. */
    readonly salt: string;
    encrypt(plaintext: string): string;
    decrypt(ciphertext: string): string;
}

const rounds = 1_000_000;
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
/** What the salt holds encrypted, for a wrong passphrase to be noticed. */
const proof = "pulumi";
const derive = promisify(pbkdf2);

/** The passphrase does not belong to the salt. */
export class WrongPassphrase extends Error {
    constructor() {
        super(
            "The passphrase does not fit: it cannot read this stack's secrets. " +
                "Set PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE, to the one the stack was made with.",
        );
    }
}

/** A stack's file and its state mostly share a salt, and a million rounds take their time. */
const opened = new Map<string, Promise<Crypter>>();

/** Opens an existing salt, as `encryptionsalt` in a stack file holds one. */
export function openSalt(passphrase: string, salt: string): Promise<Crypter> {
    const key = JSON.stringify([passphrase, salt]);
    const crypter = opened.get(key) ?? open(passphrase, salt);
    opened.set(key, crypter);
    return crypter;
}

async function open(passphrase: string, salt: string): Promise<Crypter> {
    const parts = salt.split(":");
    if (parts.length !== 5 || parts[0] !== "v1") {
        throw new Error("The encryption salt is malformed: it has the form v1:<salt>:v1:<nonce>:<ciphertext>.");
    }
    const key = await derive(passphrase, Buffer.from(parts[1] ?? "", "base64"), rounds, keyBytes, "sha256");
    if (tryDecrypt(key, parts.slice(2).join(":")) !== proof) {
        throw new WrongPassphrase();
    }
    return crypterOf(key, salt);
}

/** Makes a salt for a stack that has none yet. */
export async function newSalt(passphrase: string): Promise<Crypter> {
    const bytes = randomBytes(8);
    const key = await derive(passphrase, bytes, rounds, keyBytes, "sha256");
    return crypterOf(key, `v1:${bytes.toString("base64")}:${encrypt(key, proof)}`);
}

function crypterOf(key: Buffer, salt: string): Crypter {
    return { salt, encrypt: plaintext => encrypt(key, plaintext), decrypt: ciphertext => decrypt(key, ciphertext) };
}

function encrypt(key: Buffer, plaintext: string): string {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv("aes-256-gcm", key, nonce);
    const sealed = Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final(), cipher.getAuthTag()]);
    return `v1:${nonce.toString("base64")}:${sealed.toString("base64")}`;
}

function decrypt(key: Buffer, ciphertext: string): string {
    const [version, nonce, sealed, ...rest] = ciphertext.split(":");
    if (version !== "v1" || nonce === undefined || sealed === undefined || rest.length > 0) {
        throw new Error("An encrypted value is malformed: it has the form v1:<nonce>:<ciphertext>.");
    }
    const bytes = Buffer.from(sealed, "base64");
    const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64"), { authTagLength: tagBytes });
    decipher.setAuthTag(bytes.subarray(bytes.length - tagBytes));
    return Buffer.concat([decipher.update(bytes.subarray(0, bytes.length - tagBytes)), decipher.final()]).toString("utf8");
}

function tryDecrypt(key: Buffer, ciphertext: string): string | undefined {
    try {
        return decrypt(key, ciphertext);
    } catch {
        return undefined;
    }
}
