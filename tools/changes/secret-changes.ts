import { isSecretSetting, type SecretSetting } from "../../components/config/secrets";
import { weights } from "./change";
import type { Sentence } from "./summary";

/** Something that tells each secret of a stack from others: a print, or its encrypted form. */
export type SecretPrints = Readonly<Record<string, string>>;

/** Secrets that are other ones, and those that no other sentence tells of; never with their values, which nobody is shown. */
export function secretChanges(before: SecretPrints, after: SecretPrints): Sentence[] {
    const settings = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort().filter(isSecretSetting);
    return settings.flatMap(setting => {
        const word = wordFor(setting, before[setting], after[setting]);
        return word === undefined ? [] : [{ text: `the secret ${setting} is ${word}${word === "removed" ? "" : `: ${meaningOf(setting)}`}`, risks: [], weight: weights.ordinary }];
    });
}

function wordFor(setting: SecretSetting, before: string | undefined, after: string | undefined): "set anew" | "added" | "removed" | undefined {
    if (before === after) {
        return undefined;
    }
    if (before !== undefined && after !== undefined) {
        return "set anew";
    }
    // Those of services come and go with their names, which a model has.
    return setting.startsWith("services.") ? undefined : before === undefined ? "added" : "removed";
}

function meaningOf(setting: SecretSetting): string {
    switch (setting) {
        case "host.privateKey":
            return "it is the key to log in to the nodes with, and touches no instance";
        case "tls.key":
            return "the proxy has it with the certificate";
        default:
            return "the instances of its service are replaced";
    }
}
