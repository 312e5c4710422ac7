/** A figure of the comparison and what it must reach. */
export interface Verdict {
    readonly what: string;
    readonly measured: number;
    readonly bound: { readonly kind: "at most" | "at least"; readonly value: number };
    readonly unit: string;
}

export function isReached({ measured, bound }: Verdict): boolean {
    return bound.kind === "at most" ? measured <= bound.value : measured >= bound.value;
}

export function printVerdicts(verdicts: readonly Verdict[]): void {
    const width = Math.max(...verdicts.map(({ what }) => what.length));
    for (const verdict of verdicts) {
        const { what, measured, bound, unit } = verdict;
        const mark = isReached(verdict) ? "reached" : "MISSED";
        console.log(`${what.padEnd(width)}  ${measured.toFixed(2).padStart(9)} ${unit.padEnd(8)} ${bound.kind} ${String(bound.value)}  ${mark}`);
    }
}

/** The middle value; of an even count, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
    const sorted = [...values].sort((a, b) => a - b);
    const upper = sorted[Math.floor(sorted.length / 2)];
    const lower = sorted[Math.floor((sorted.length - 1) / 2)];
    if (upper === undefined || lower === undefined) {
        throw new Error("No figure was measured.");
    }
    return (lower + upper) / 2;
}
