import { scryptSync } from "node:crypto";
import type { SecretValues } from "./secrets";

/** Tells one value of a service's secret from another, known before anything runs. Slow to make, so that it is slow to guess from. */
export function printsOf(secrets: SecretValues): SecretValues {
    const ofServices = Object.entries(secrets).flatMap(([setting, value]) => (value !== undefined && setting.startsWith("services.") ? [[setting, value] as const] : []));
    return Object.fromEntries(ofServices.map(([setting, value]) => [setting, scryptSync(value, setting, 16).toString("hex")]));
}
