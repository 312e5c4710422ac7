import type { Alerts } from "../config/model";

/** Seconds, from what a cache answers in to what the longest usual timeout lets pass. */
const usual = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/**
 * Upper bounds of the latency histogram, in seconds. The alert's threshold is one of them, because a percentile is exact
 * at bounds alone; another lies above it, because no percentile is ever above the last.
 */
export function buckets({ latency }: Alerts): readonly number[] {
    const threshold = latency / 1000;
    return [...new Set([...usual, threshold, 2 * threshold])].sort((a, b) => a - b);
}
