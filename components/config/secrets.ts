import type { RawConfig } from "./validate";

/** The settings whose values never enter the model or a rendered file. */
export const secretSettings = ["tls.key", "host.privateKey"] as const;

export type SecretSetting = (typeof secretSettings)[number];

export type SecretValues = Readonly<Partial<Record<SecretSetting, string>>>;

export interface Separated {
    /** The stack's settings with `{ secure: ... }` where a secret stood, as an encrypted value stands in a stack file. */
    readonly raw: RawConfig;
    readonly secrets: SecretValues;
}

/**
 * Takes the secrets out of a stack's settings.
 *
 * @param isEncrypted tells whether the block a setting lies in is encrypted in the stack file. A secret in a block that
 * is not stays where it is, for the validator to refuse.
 */
export function separateSecrets(settings: RawConfig, isEncrypted: (block: string) => boolean): Separated {
    const raw: Record<string, unknown> = { ...settings };
    const secrets: Partial<Record<SecretSetting, string>> = {};
    for (const setting of secretSettings) {
        const [block, key] = splitSetting(setting);
        const values = raw[block];
        if (isEncrypted(block) && isRecord(values) && typeof values[key] === "string") {
            secrets[setting] = values[key];
            raw[block] = { ...values, [key]: { secure: "" } };
        }
    }
    return { raw, secrets };
}

function splitSetting(setting: SecretSetting): readonly [string, string] {
    const dot = setting.indexOf(".");
    return [setting.slice(0, dot), setting.slice(dot + 1)];
}

function isRecord(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
