import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Bytes, Milliseconds, PerSecond } from "../../../components/config/model";
import { formatDuration, formatRate, formatSize, parseDuration, parseRate, parseSize } from "../../../components/config/units";

describe("durations", () => {
    it.each([
        ["500ms", 500],
        ["30s", 30_000],
        ["1m30s", 90_000],
        ["1h1ms", 3_600_001],
        ["90m", 5_400_000],
        ["1w2d", 777_600_000],
        ["1y", 31_536_000_000],
        ["0s", 0],
    ])("%s is %d ms", (text, value) => {
        expect(parseDuration(text)).toEqual({ value });
    });

    it.each(["", "30", "s", "1.5s", "1s1m", "1 s", "-1s", "1S", "1M", "1m1m", "1e3s", "1s ", "٣s", "9999999999s"])("%j is none", (text) => {
        expect(parseDuration(text)).toHaveProperty("fix");
    });

    it("are written as they are read", () => {
        fc.assert(fc.property(fc.integer({ min: 0, max: 2_000_000_000_000 }), (value) => {
            expect(parseDuration(formatDuration(value as Milliseconds))).toEqual({ value });
        }));
    });
});

describe("sizes", () => {
    it.each([["4k", 4096], ["16m", 16_777_216], ["2g", 2_147_483_648], ["512b", 512], ["1K", 1024], ["512Mi", 536_870_912], ["4Ki", 4096], ["1Gi", 1_073_741_824], ["1t", 1_099_511_627_776], ["2Ti", 2_199_023_255_552]])("%s is %d bytes", (text, value) => {
        expect(parseSize(text)).toEqual({ value });
    });

    it.each(["", "16", "16mb", "1.5m", "m", "-1k", "1 k", "1p", "1mi", "1Bi", "1ti", "1MiB"])("%j is none", (text) => {
        expect(parseSize(text)).toHaveProperty("fix");
    });

    it("are written as they are read", () => {
        fc.assert(fc.property(fc.integer({ min: 1, max: 999_999_999 }), fc.constantFrom(1, 1024, 1024 ** 2), (count, unit) => {
            expect(parseSize(formatSize((count * unit) as Bytes))).toEqual({ value: count * unit });
        }));
    });
});

describe("rates", () => {
    it.each([["100", 100], ["100r/s", 100], ["60r/m", 1], ["90r/m", 1.5]])("%s is %d per second", (text, value) => {
        expect(parseRate(text)).toEqual({ value });
    });

    it.each(["", "1.5r/s", "100r/h", "r/s", "-1", "10 r/s", "100/s"])("%j is none", (text) => {
        expect(parseRate(text)).toHaveProperty("fix");
    });

    it("are written as they are read", () => {
        fc.assert(fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.constantFrom(1, 60), (count, seconds) => {
            expect(parseRate(formatRate((count / seconds) as PerSecond))).toEqual({ value: count / seconds });
        }));
    });
});
