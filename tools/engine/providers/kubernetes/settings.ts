import { unwrap, type ValueMap } from "../../values";
import { text } from "../provider";

/** What the provider resource of a program says; everything absent where the program made none. */
export interface Settings {
    /** A path, several of them, or a kubeconfig itself. Empty: where kubectl looks. */
    readonly kubeconfig: string;
    /** Empty: the kubeconfig's current one. */
    readonly context: string;
    /** Of objects that name none. */
    readonly namespace: string;
    /** Whether creating an object takes one over that is there. */
    readonly upsert: boolean;
    /** Whether applying takes fields over that others have set. */
    readonly force: boolean;
    /** Kinds whose content can be edited where it is: `ConfigMap`, `Secret`. */
    readonly mutable: readonly string[];
}

export function settingsOf(config: ValueMap): Settings {
    const said = (name: string): string => text(unwrap(config[name] ?? ""));
    const isOn = (name: string): boolean => unwrap(config[name] ?? null) === true || said(name) === "true";
    return {
        kubeconfig: said("kubeconfig"),
        context: said("context"),
        namespace: said("namespace"),
        upsert: isOn("upsertExistingObjects"),
        force: isOn("enablePatchForce"),
        mutable: ["ConfigMap", "Secret"].filter(kind => isOn(`enable${kind}Mutable`)),
    };
}
