import type { Environment } from "../../components/config/policy-names";

/** What differs between environments, from the least strict one on. */
export function byEnvironment<T>(development: T, staging: T, production: T): Readonly<Record<Environment, T>> {
    return { development, staging, production };
}
