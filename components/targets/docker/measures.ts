import type { Bytes } from "../../config/model";

/** As Go writes a length of time, and the provider with it: `1m30s`, `500ms`. Another spelling would be a change at every `up`. */
export function goDuration(milliseconds: number): string {
    if (milliseconds < 1000) {
        return milliseconds === 0 ? "0s" : `${String(milliseconds)}ms`;
    }
    const hours = Math.floor(milliseconds / 3_600_000);
    const minutes = Math.floor((milliseconds % 3_600_000) / 60_000);
    const seconds = (milliseconds % 60_000) / 1000;
    return `${hours > 0 ? `${String(hours)}h` : ""}${hours + minutes > 0 ? `${String(minutes)}m` : ""}${String(seconds)}s`;
}

/** The provider counts memory in whole megabytes of 1,048,576 bytes. */
export function megabytes(size: Bytes): number {
    return Math.max(1, Math.floor(size / 1024 ** 2));
}

/** The provider keeps a number of cores as text with a decimal: `1.0`. */
export function cores(count: number): string {
    return Number.isInteger(count) ? count.toFixed(1) : String(count);
}

/** The engine's relative weight of a container when cores are short; 1,024 stand for one core. */
export function cpuShares(count: number): number {
    return Math.max(2, Math.round(1024 * count));
}
