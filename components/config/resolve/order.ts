/** A copy in code-unit order, which is the same on every machine. */
export function sorted(values: readonly string[]): string[] {
    return [...values].sort(byText);
}

export function byText(a: string, b: string): number {
    return a < b ? -1 : a > b ? 1 : 0;
}
