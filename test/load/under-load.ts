import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { Load, type LoadOptions, type Report } from "./load";

/** Half of the rate on connections of their own, half on kept ones, while something happens, and a second before and after. */
export async function underLoad(options: Omit<LoadOptions, "connections"> & { readonly rate: number }, work: () => Promise<unknown>): Promise<readonly Report[]> {
    const loads = (["fresh", "keep-alive"] as const).map(connections => Load.start({ timeout: 20_000, ...options, rate: options.rate / 2, connections }));
    await sleep(1000);
    try {
        await work();
        await sleep(1000);
    } finally {
        await Promise.all(loads.map(load => load.stop()));
    }
    return Promise.all(loads.map(load => load.stop()));
}

/** @param rate of both halves together. */
export function expectNoneLost(reports: readonly Report[], rate: number): void {
    const lost = reports.map(({ failures, sent, longestPause }) => ({ lost: failures.length, sent, longestPause, first: failures.slice(0, 5) }));
    expect(lost).toEqual(reports.map(({ sent, longestPause }) => ({ lost: 0, sent, longestPause, first: [] })));
    for (const report of reports) {
        expect(report.results.length).toBe(report.sent);
        expect(report.sent).toBeGreaterThan(rate / 2);
    }
}
