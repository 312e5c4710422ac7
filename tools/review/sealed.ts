import { isMap, isSecret } from "../../components/config/found";
import { isSecretSetting } from "../../components/config/secrets";
import type { RawConfig } from "../../components/config/validate";
import { weights } from "../changes/change";
import type { Sentence } from "../changes/summary";

/** Of a secret all that is seen is that it is there, and that it is encrypted otherwise. */
export function sealedChanges(before: RawConfig, after: RawConfig): Sentence[] {
    const [old, now] = [sealedIn(before), sealedIn(after)];
    const paths = [...new Set([...old.keys(), ...now.keys()])].filter(path => old.get(path) !== now.get(path));
    return paths.flatMap(path => {
        const word = !now.has(path) ? "is removed" : old.has(path) ? "is set anew" : "is added";
        return isTold(path) && word !== "is set anew" ? [] : [{ text: `the secret ${path} ${word}`, risks: [], weight: weights.ordinary }];
    });
}

/** The model has the names of services' secrets: those that come and go are told with their service. */
function isTold(path: string): boolean {
    return path.startsWith("services.");
}

function sealedIn(value: unknown, path: readonly string[] = []): Map<string, string> {
    const name = path.join(".");
    if (isSecret(value)) {
        return new Map(isSecretSetting(name) ? [[name, JSON.stringify(value)]] : []);
    }
    return new Map(isMap(value) ? Object.entries(value).flatMap(([key, inner]) => [...sealedIn(inner, [...path, key])]) : []);
}
