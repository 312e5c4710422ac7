import type { Bytes, Milliseconds, Resources } from "../../../config/model";

/** As the API server writes them itself: another spelling would be a change at every `up`. */

/** `10Gi`, `512Mi`, or plain bytes. */
export function binaryQuantity(size: Bytes): string {
    const units = ["", "Ki", "Mi", "Gi", "Ti", "Pi"];
    let [count, unit]: [number, number] = [size, 0];
    while (count > 0 && count % 1024 === 0 && unit < units.length - 1) {
        [count, unit] = [count / 1024, unit + 1];
    }
    return `${String(count)}${units[unit] ?? ""}`;
}

/** `2` or `250m`; never less than a thousandth of a core. */
export function coreQuantity(cores: number): string {
    const thousandths = Math.max(1, Math.round(cores * 1000));
    return thousandths % 1000 === 0 ? String(thousandths / 1000) : `${String(thousandths)}m`;
}

/** Rounded up, and never 0. */
export function wholeSeconds(time: Milliseconds): number {
    return Math.max(1, Math.ceil(time / 1000));
}

export type Quantities = Readonly<Partial<Record<"cpu" | "memory", string>>>;

export interface ResourceRequirements {
    readonly requests?: Quantities;
    readonly limits?: Quantities;
}

/** Empty where nothing is asked for and nothing bounded. */
export function resourceRequirements({ cpu, memory }: Resources): ResourceRequirements {
    const requests = quantities(cpu.request, memory.request);
    const limits = quantities(cpu.limit, memory.limit);
    return { ...(isEmpty(requests) ? {} : { requests }), ...(isEmpty(limits) ? {} : { limits }) };
}

function quantities(cpu: number | null, memory: Bytes | null): Quantities {
    return { ...(cpu === null ? {} : { cpu: coreQuantity(cpu) }), ...(memory === null ? {} : { memory: binaryQuantity(memory) }) };
}

function isEmpty(quantities: Quantities): boolean {
    return Object.keys(quantities).length === 0;
}
