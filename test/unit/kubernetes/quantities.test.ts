import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { binaryQuantity, coreQuantity, resourceRequirements, wholeSeconds } from "../../../components/targets/kubernetes/manifests/quantities";
import { bytes, ms } from "../proxy/model";

const units: Readonly<Record<string, number>> = { "": 1, Ki: 1024, Mi: 1024 ** 2, Gi: 1024 ** 3, Ti: 1024 ** 4, Pi: 1024 ** 5 };

describe("quantities", () => {
    it.each([
        [0, "0"],
        [1000, "1000"],
        [1024, "1Ki"],
        [512 * 1024 ** 2, "512Mi"],
        [1536 * 1024 ** 2, "1536Mi"],
        [10 * 1024 ** 3, "10Gi"],
        [2 * 1024 ** 5, "2Pi"],
        [2048 * 1024 ** 5, "2048Pi"],
    ])("writes %d bytes as %s", (size, text) => {
        expect(binaryQuantity(bytes(size))).toBe(text);
    });

    it("keeps every byte", () => {
        fc.assert(
            fc.property(fc.integer({ min: 0, max: 2 ** 40 }), fc.constantFrom(1, 1024, 1024 ** 2), (count, unit) => {
                const [, number = "", suffix = "none"] = /^(\d+)([A-Za-z]*)$/.exec(binaryQuantity(bytes(count * unit))) ?? [];
                expect(Number(number) * (units[suffix] ?? NaN)).toBe(count * unit);
            }),
        );
    });

    it.each([
        [0.25, "250m"],
        [2, "2"],
        [1.5, "1500m"],
        [0.0001, "1m"],
    ])("writes %d cores as %s", (cores, text) => {
        expect(coreQuantity(cores)).toBe(text);
    });

    it.each([
        [0, 1],
        [1, 1],
        [1000, 1],
        [1001, 2],
        [40_000, 40],
    ])("rounds %d ms up to %d s", (time, seconds) => {
        expect(wholeSeconds(ms(time))).toBe(seconds);
    });

    it("asks for nothing where nothing is asked for", () => {
        const none = { request: null, limit: null };
        expect(resourceRequirements({ cpu: none, memory: none })).toEqual({});
        expect(resourceRequirements({ cpu: { request: 0.25, limit: null }, memory: none })).toEqual({ requests: { cpu: "250m" } });
        expect(resourceRequirements({ cpu: none, memory: { request: null, limit: bytes(1024 ** 3) } })).toEqual({ limits: { memory: "1Gi" } });
    });
});
