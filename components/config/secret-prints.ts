import { scryptSync } from "node:crypto";
import type { SecretValues } from "./secrets";

/** Tells one value of a secret from another, known before anything runs. Slow to make, so that it is slow to guess from. */
export function printsOf(secrets: SecretValues): SecretValues {
    return Object.fromEntries(Object.entries(secrets).map(([setting, value]) => [setting, scryptSync(value ?? "", setting, 16).toString("hex")]));
}
