import type { Model } from "../model";
import { policyNames } from "../policy-names";
import type { CompleteStack } from "./complete-stack";

/** How strictly the stack is judged; a sandbox is there to be tried out. */
export function resolvePolicies({ environment, policies, host, target }: CompleteStack): Pick<Model, "environment" | "policies"> {
    const isSandbox = target === "host" && host.sandbox;
    const given = policyNames.flatMap(name => policies.filter(policy => policy.name === name).map(({ value }) => [name, value] as const));
    return { environment: environment ?? (isSandbox ? "development" : "staging"), policies: Object.fromEntries(given) };
}
