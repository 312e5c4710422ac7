import { isMap } from "./found";
import type { RawConfig } from "./validate";

/**
 * A setting whose value never enters the model or a rendered file. The variables of a service's `secrets` have the
 * user's own names in their paths: `services.app.secrets.API_KEY`.
 */
export type SecretSetting = Fixed | Variable;

type Fixed = "tls.key" | "host.privateKey";
type Variable = `services.${string}.secrets.${string}`;

/** Something for each secret that a stack file has. */
export type BySecret<T> = Readonly<Partial<Record<Fixed, T>>> & Readonly<Record<Variable, T>>;

/** Stands for an encrypted secret where a stack is only looked at, by somebody who has no passphrase. It is never deployed. */
export const unopened = "(encrypted)";

/** `*` stands for any one key. */
const patterns: readonly (readonly string[])[] = [["tls", "key"], ["host", "privateKey"], ["services", "*", "secrets", "*"]];

const names = /^(tls\.key|host\.privateKey|services\.[a-z][a-z0-9_-]{0,39}\.secrets\.[A-Za-z_][A-Za-z0-9_]{0,127})$/;

export type SecretValues = BySecret<string>;

export interface Separated {
    /** The stack's settings with `{ secure: ... }` where a secret stood, as an encrypted value stands in a stack file. */
    readonly raw: RawConfig;
    readonly secrets: SecretValues;
}

/** Whether a path is that of a secret, with a service's and a variable's names in place. */
export function isSecretSetting(path: string): path is SecretSetting {
    return names.test(path);
}

/**
 * Takes the secrets out of a stack's settings.
 *
 * Pulumi hands a block over with all of its secrets decrypted, and tells of the block alone whether there were any.
 * A value in clear beside an encrypted one in the same block therefore looks like a secret here: only the stack file
 * itself tells, which `check-config`, `preview` and `up` read first. The same goes for a value that is encrypted where
 * no secret belongs: it arrives in clear, like its neighbours.
 *
 * @param isEncrypted tells whether the block a setting lies in is encrypted in the stack file, in part or as a whole. A
 * secret in a block that is not stays where it is, for the validator to refuse.
 */
export function separateSecrets(settings: RawConfig, isEncrypted: (block: string) => boolean): Separated {
    const found: [string, string][] = [];
    const blocks = Object.entries(settings).map(([block, value]) => {
        const inside = patterns.filter(([first]) => first === block && isEncrypted(block)).map((pattern) => pattern.slice(1));
        return [block, inside.reduce((rest, pattern) => takeOut(rest, pattern, block, found), value)] as const;
    });
    return { raw: Object.fromEntries(blocks), secrets: Object.fromEntries(found) };
}

/** A copy of the value with the mark of a secret where the pattern leads to a text, which goes to `found` with its path. */
function takeOut(value: unknown, pattern: readonly string[], path: string, found: [string, string][]): unknown {
    const [key, ...rest] = pattern;
    if (key === undefined) {
        return typeof value === "string" ? (found.push([path, value]), { secure: "" }) : value;
    }
    if (!isMap(value)) {
        return value;
    }
    const entries = Object.entries(value).map(([name, inner]) =>
        [name, key === "*" || key === name ? takeOut(inner, rest, `${path}.${name}`, found) : inner] as const,
    );
    return Object.fromEntries(entries);
}
