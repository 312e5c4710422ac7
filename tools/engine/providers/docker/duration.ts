const nanoseconds: Readonly<Record<string, number>> = { ns: 1, us: 1e3, ms: 1e6, s: 1e9, m: 60e9, h: 3600e9 };
const part = /(\d+(?:\.\d+)?)(ns|us|ms|s|m|h)/gy;

/** Reads a duration as Go writes one, such as `1m30s`, in nanoseconds; undefined where it is none. */
export function nanosecondsOf(text: string): number | undefined {
    const parts = [...text.matchAll(part)];
    const isWhole = parts.length > 0 && parts.map(([whole]) => whole).join("") === text;
    return isWhole ? parts.reduce((sum, [, number, unit = ""]) => sum + Number(number) * (nanoseconds[unit] ?? 0), 0) : undefined;
}
