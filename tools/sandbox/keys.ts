import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { utils } from "ssh2";
import { newKey } from "../engine/providers/new-key";
import { authorizedKey, openSshPrivateKey } from "../engine/providers/openssh-key";
import { sandboxFolder } from "./folders";

export interface Key {
    /** PEM. */
    readonly private: string;
    /** `ssh-ed25519 AAAA...`. */
    readonly public: string;
}

/** The sandbox's own pairs, made at first use: nothing of the machine's or the user's SSH set-up is touched. */
export function hostKey(): Key {
    return keyIn("host_key");
}

export function clientKey(): Key {
    return keyIn("client_key");
}

/** Not by ssh2's own generator: of its pairs, one in 256 can't be read again (mscdex/ssh2#1390). */
export function newSshKey(): Key {
    const key = newKey.ed25519();
    return { private: openSshPrivateKey(key), public: authorizedKey(key).trim() };
}

function keyIn(name: string): Key {
    const file = join(sandboxFolder(), name);
    if (!existsSync(file)) {
        writeFileSync(file, newSshKey().private, { mode: 0o600 });
    }
    const text = readFileSync(file, "utf8");
    return { private: text, public: publicHalf(text, file) };
}

function publicHalf(text: string, file: string): string {
    const key = utils.parseKey(text);
    if (key instanceof Error) {
        throw new Error(`${file} holds no private key (${key.message}). Remove the file; a new key is made when you run the command again.`);
    }
    return `${key.type} ${key.getPublicSSH().toString("base64")}`;
}
