import type { Figures } from "../figures";
import type { Chart } from "./panel";

/** Grafana fills in at least four readings' time. */
export const window = "$__rate_interval";

/** Red at none, yellow at some, green at all. */
export function upColours(all: number): NonNullable<Chart["thresholds"]> {
    return [["red", 0], ["yellow", Math.min(1, all / 2)], ["green", all]];
}

/** Green, yellow from half of the limit on, red from the limit on. */
export function limitColours(limit: number): NonNullable<Chart["thresholds"]> {
    return [["green", 0], ["yellow", limit / 2], ["red", limit]];
}

export const upOrDown: NonNullable<Chart["words"]> = { 0: { text: "down", color: "red" }, 1: { text: "up", color: "green" } };

export function instanceTimeline(figures: Figures, selector: string): Chart {
    return {
        type: "state-timeline", title: "Instances", description: "What the health checker finds.", unit: "none", width: 12, words: upOrDown,
        queries: [{ expression: figures.instanceUp(selector), legend: "{{instance}}" }],
    };
}
