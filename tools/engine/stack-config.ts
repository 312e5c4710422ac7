import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { holdsSealed, withoutSealed } from "../../components/config/sealed";
import { openSalt, type Crypter } from "./secrets";

/** A stack file's configuration, as Pulumi's runtime takes it. */
export interface StackConfig {
    /** Full keys (`evenkeel:site`); text as it is, anything else as JSON; secrets in clear. */
    readonly values: Readonly<Record<string, string>>;
    /** Keys whose value is secret as a whole or in part. */
    readonly secretKeys: readonly string[];
    /** The secret parts alone, to keep them out of what is displayed. */
    readonly secretValues: readonly string[];
    /** `encryptionsalt` of the file, where it has one. */
    readonly salt: string | undefined;
}

/** The stack file's secrets were encrypted with something else than a passphrase, such as a key of a cloud's. */
export class UnreadableSecrets extends Error {
    constructor(file: string) {
        super(`${file} holds secrets but no encryptionsalt to read them with. Set them again with \`npm run set-secret\`.`);
    }
}

/** @throws UnreadableSecrets, WrongPassphrase, or what is wrong with the file. */
export async function readStackConfig(file: string, project: string, passphrase: string): Promise<StackConfig> {
    const content = asRecord(parse(readFileSync(file, "utf8")) as unknown);
    const salt = typeof content["encryptionsalt"] === "string" ? content["encryptionsalt"] : undefined;
    const config = Object.entries(asRecord(content["config"])).map(([key, value]) => [key.includes(":") ? key : `${project}:${key}`, value] as const);
    const secretKeys = config.filter(([, value]) => holdsSealed(value)).map(([key]) => key);
    const crypter = secretKeys.length > 0 ? await crypterFor(file, salt, passphrase) : undefined;
    const secretValues: string[] = [];
    const reveal = (ciphertext: string): string => {
        const secret = crypter?.decrypt(ciphertext) ?? "";
        secretValues.push(secret);
        return secret;
    };
    const values = Object.fromEntries(config.map(([key, value]) => [key, asText(withoutSealed(value, reveal))]));
    return { values, secretKeys, secretValues, salt };
}

function crypterFor(file: string, salt: string | undefined, passphrase: string): Promise<Crypter> {
    if (salt === undefined) {
        throw new UnreadableSecrets(file);
    }
    return openSalt(passphrase, salt);
}

function asRecord(value: unknown): Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function asText(value: unknown): string {
    return typeof value === "string" ? value : JSON.stringify(value);
}
