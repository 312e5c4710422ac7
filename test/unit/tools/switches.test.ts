import { describe, expect, it } from "vitest";
import { isHealthPath } from "../../../tools/sample-service/answers";
import { initialSwitch, parseSwitch, touches } from "../../../tools/sample-service/switches";

describe("a switch of a sample service", () => {
    it("has its initial value in what a request leaves out", () => {
        expect(parseSwitch("{}")).toEqual(initialSwitch);
        expect(parseSwitch('{"mode":"error","status":503}')).toEqual({ ...initialSwitch, mode: "error", status: 503 });
    });

    it.each([
        ['{"mode":"off"}', '"mode" is one of ok, error, hang, delay'],
        ['{"scope":"some"}', '"scope" is one of all, traffic, health'],
        ['{"status":200}', '"status" is a whole number from 400 to 599'],
        ['{"delay":"1s"}', '"delay" is a whole number from 0 to 600000'],
        ["[]", "the body is a JSON object"],
    ])("refuses %s", (body, message) => {
        expect(() => parseSwitch(body)).toThrow(message);
    });

    it.each([
        ["all", true, true],
        ["traffic", false, true],
        ["health", true, false],
    ] as const)("with scope %s touches health paths: %s, others: %s", (scope, health, traffic) => {
        expect(touches({ ...initialSwitch, scope }, true)).toBe(health);
        expect(touches({ ...initialSwitch, scope }, false)).toBe(traffic);
    });
});

it.each([
    ["/healthz", true],
    ["/readyz", true],
    ["/api/health", true],
    ["/health/detailed", true],
    ["/health-insurance", false],
    ["/unhealthy/x", false],
    ["/", false],
])("%s is a health path: %s", (path, expected) => {
    expect(isHealthPath(path)).toBe(expected);
});
