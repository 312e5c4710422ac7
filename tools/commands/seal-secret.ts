import { Document, isMap, parseDocument } from "yaml";
import type { SecretSetting } from "../../components/config/secrets";
import { newSalt, openSalt } from "../engine/secrets";

/**
 * A stack file's text with one more secret in it, encrypted as the Pulumi CLI encrypts it; all else stays,
 * comments and order included.
 *
 * @throws WrongPassphrase when the file's other secrets were encrypted with another one.
 */
export async function sealSecret(text: string, setting: SecretSetting, value: string, passphrase: string): Promise<string> {
    const file = parseDocument(text);
    const salt: unknown = file.get("encryptionsalt");
    const crypter = typeof salt === "string" ? await openSalt(passphrase, salt) : await newSalt(passphrase);
    const [block = "", ...keys] = setting.split(".");
    file.set("encryptionsalt", crypter.salt);
    place(file, ["config", `evenkeel:${block}`, ...keys], new Document({ secure: crypter.encrypt(value) }).contents);
    return file.toString({ lineWidth: 0 });
}

/** Blocks on the way that are missing, or empty, are made. */
function place(file: Document, path: readonly string[], value: unknown): void {
    path.slice(0, -1).forEach((_, depth) => {
        const above = path.slice(0, depth + 1);
        if (!isMap(file.getIn(above))) {
            file.setIn(above, file.createNode({}));
        }
    });
    file.setIn(path, value);
}
