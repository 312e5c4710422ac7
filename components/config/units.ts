import type { Bytes, Milliseconds, PerSecond } from "./model";
import type { Parsed } from "./type";

const milliseconds: Readonly<Record<string, number>> = {
    y: 365 * 86_400_000,
    w: 7 * 86_400_000,
    d: 86_400_000,
    h: 3_600_000,
    m: 60_000,
    s: 1000,
    ms: 1,
};

const bytes: Readonly<Record<string, number>> = { g: 1024 ** 3, m: 1024 ** 2, k: 1024 };

/** Beyond what a proxy has to name: volumes alone are that large. */
const tebibyte = 1024 ** 4;

const durationParts = /^(?:(\d{1,9})y)?(?:(\d{1,9})w)?(?:(\d{1,9})d)?(?:(\d{1,9})h)?(?:(\d{1,9})m(?!s))?(?:(\d{1,9})s)?(?:(\d{1,9})ms)?$/;

/** Brands a whole number of milliseconds. */
export function ms(value: number): Milliseconds {
    return value as Milliseconds;
}

/**
 * `500ms`, `30s`, `1m30s`, `1y`: whole numbers with the units y (365 days), w, d, h, m, s, ms, largest first.
 * The units and their lengths are those of nginx, but for its `M` (a month), which is too easily mistaken for a minute.
 */
export function parseDuration(text: string): Parsed<Milliseconds> {
    const amounts = text === "" ? null : durationParts.exec(text);
    if (amounts === null) {
        return { fix: durationFix(text) };
    }
    const lengths = Object.values(milliseconds);
    return { value: ms(lengths.reduce((sum, length, i) => sum + length * Number(amounts[i + 1] ?? 0), 0)) };
}

/** `16m`, `4k`, `2g`, `1t`, `1024b`, or as Kubernetes writes them `16Mi`, `4Ki`, `2Gi`, `1Ti`: a whole number of bytes and their powers of 1024. */
export function parseSize(text: string): Parsed<Bytes> {
    const match = /^(\d{1,9})(?:([kmgtKMGTbB])|([KMGT])i)$/.exec(text);
    if (match === null) {
        return { fix: sizeFix(text) };
    }
    const unit = (match[2] ?? match[3] ?? "").toLowerCase();
    return { value: (Number(match[1]) * (unit === "t" ? tebibyte : (bytes[unit] ?? 1))) as Bytes };
}

/** `100` or `100r/s` (per second), `60r/m` (per minute): whole numbers, because nginx knows no others. */
export function parseRate(text: string): Parsed<PerSecond> {
    const match = /^(\d{1,9})(r\/[sm])?$/.exec(text);
    if (match === null) {
        return { fix: "Write a whole number per second, such as `100r/s`, or per minute, such as `90r/m`." };
    }
    return { value: (Number(match[1]) / (match[2] === "r/m" ? 60 : 1)) as PerSecond };
}

/** The shortest text that `parseDuration` reads back as the same length. */
export function formatDuration(value: Milliseconds): string {
    return value === 0 ? "0s" : formatIn(milliseconds, value);
}

/** A size in the largest unit that holds it as a whole number. */
export function formatSize(value: Bytes): string {
    const [unit, size] = Object.entries(bytes).find(([, size]) => value > 0 && value % size === 0) ?? ["b", 1];
    return `${value / size}${unit}`;
}

/** A rate as nginx takes it: per second where that is a whole number, else per minute. */
export function formatRate(value: PerSecond): string {
    return Number.isInteger(value) ? `${value}r/s` : `${Math.round(value * 60)}r/m`;
}

function formatIn(units: Readonly<Record<string, number>>, value: number): string {
    let rest = value;
    let text = "";
    for (const [unit, size] of Object.entries(units)) {
        const count = Math.floor(rest / size);
        text += count > 0 ? `${count}${unit}` : "";
        rest -= count * size;
    }
    return text;
}

function durationFix(text: string): string {
    if (/^\d{1,9}$/.test(text)) {
        return `Add the unit: \`${text}s\` for seconds, \`${text}ms\` for milliseconds.`;
    }
    if (/^\d+\.\d+\s*[a-z]+$/i.test(text)) {
        return "Write whole numbers: `1500ms` or `1s500ms` instead of `1.5s`.";
    }
    return "Write whole numbers with the units y, w, d, h, m, s, ms, largest first and without spaces, such as `1m30s`.";
}

function sizeFix(text: string): string {
    const match = /^(\d{1,9})\s*([kmgt])i?b$/i.exec(text);
    if (match !== null) {
        return `Write \`${match[1] ?? ""}${(match[2] ?? "").toLowerCase()}\`: sizes have one-letter units.`;
    }
    return "Write a whole number with the unit k, m, g or t (or b for bytes), such as `16m`.";
}
