import type { PerSecond, RateLimit } from "../model";

/** A limit with its burst: two seconds' worth of the rate when the stack file does not say, and at least one request. */
export function resolveRateLimit(limit: { readonly rate: PerSecond; readonly burst: number | null } | null): RateLimit | null {
    return limit === null ? null : { rate: limit.rate, burst: limit.burst ?? Math.max(1, Math.ceil(limit.rate * 2)) };
}
