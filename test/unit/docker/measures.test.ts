import { expect, test } from "vitest";
import { cores, cpuShares, goDuration, megabytes } from "../../../components/targets/docker/measures";
import { bytes } from "../proxy/model";

test.each([
    [0, "0s"],
    [500, "500ms"],
    [2000, "2s"],
    [1500, "1.5s"],
    [60_000, "1m0s"],
    [90_000, "1m30s"],
    [3_600_000, "1h0m0s"],
    [3_661_000, "1h1m1s"],
])("%d milliseconds are %s in Go's words", (milliseconds, text) => {
    expect(goDuration(milliseconds)).toBe(text);
});

test.each([
    [1, "1.0"],
    [0.5, "0.5"],
    [0.25, "0.25"],
    [2, "2.0"],
])("%d cores are %s", (count, text) => {
    expect(cores(count)).toBe(text);
});

test("a share of a core is relative to 1,024, and never less than the engine takes", () => {
    expect([1, 0.25, 0.001].map(cpuShares)).toEqual([1024, 256, 2]);
});

test("memory is counted in whole megabytes, and is never nothing, which would mean no bound", () => {
    expect([bytes(1024 ** 3), bytes(1024 ** 2 * 1.9), bytes(1000)].map(megabytes)).toEqual([1024, 1, 1]);
});
