import type { Bytes, Milliseconds, PerSecond } from "../../components/config/model";
import { formatDuration, formatRate, formatSize } from "../../components/config/units";

/** Longer values are cut: what changed in them is shown line by line elsewhere. */
const longest = 80;

export function text(value: string): string {
    return value.length <= longest ? value : `${value.slice(0, longest - 3)}...`;
}

export function number(value: number): string {
    return String(value);
}

export function yesOrNo(value: boolean): string {
    return String(value);
}

const lengths = [["y", 365 * 86_400_000], ["d", 86_400_000], ["h", 3_600_000], ["m", 60_000], ["s", 1000]] as const;

/** In one unit where that says it exactly, as people write it: `90s`, `15d`. */
export function duration(value: Milliseconds): string {
    const fit = lengths.find(([, length]) => value > 0 && value % length === 0);
    return fit === undefined ? formatDuration(value) : `${String(value / fit[1])}${fit[0]}`;
}

export function size(value: Bytes): string {
    return formatSize(value);
}

/** As a stack file has it: `100` is per second. */
export function rate(value: PerSecond): string {
    return formatRate(value).replace(/r\/s$/, "");
}

export function percent(value: number): string {
    return `${String(value)}%`;
}

/** A list in words: `a`, `a and b`, `a, b and c`; of a long one the first few. */
export function list(items: readonly string[], most = 6): string {
    const shown = items.length > most ? [...items.slice(0, most - 1), `${String(items.length - most + 1)} more`] : items;
    const last = shown.at(-1) ?? "";
    return shown.length < 2 ? last : `${shown.slice(0, -1).join(", ")} and ${last}`;
}

/** `1 instance`, `3 instances`. */
export function count(number: number, one: string, many = `${one}s`): string {
    return `${String(number)} ${number === 1 ? one : many}`;
}
