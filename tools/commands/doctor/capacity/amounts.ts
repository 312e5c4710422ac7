/** What pods and containers ask for, and what machines have. */
export interface Amounts {
    /** Cores. */
    readonly cpu: number;
    /** Bytes. */
    readonly memory: number;
}

export const resources = ["cpu", "memory"] as const;
export type Resource = (typeof resources)[number];

export const nothing: Amounts = { cpu: 0, memory: 0 };

export function sum(all: readonly Amounts[]): Amounts {
    return all.reduce((a, b) => ({ cpu: a.cpu + b.cpu, memory: a.memory + b.memory }), nothing);
}

export function times(count: number, { cpu, memory }: Amounts): Amounts {
    return { cpu: count * cpu, memory: count * memory };
}

export function less(all: Amounts, taken: Amounts): Amounts {
    return { cpu: all.cpu - taken.cpu, memory: all.memory - taken.memory };
}

/** Of the two, those of which more is asked for than there is. A thousandth of a core or a kilobyte is none too many. */
export function exceeded(asked: Amounts, there: Amounts): Resource[] {
    return resources.filter(resource => asked[resource] > there[resource] + (resource === "cpu" ? 0.001 : 1024));
}

/** `2.5 cores`, `512 MiB of memory`. */
export function inWords(resource: Resource, amount: number): string {
    return resource === "cpu" ? `${rounded(amount)} ${amount === 1 ? "core" : "cores"}` : `${memoryInWords(amount)} of memory`;
}

export function allInWords(amounts: Amounts): string {
    return resources.map(resource => inWords(resource, amounts[resource])).join(" and ");
}

export function memoryInWords(bytes: number): string {
    const [unit, size] = Math.abs(bytes) >= 1024 ** 3 ? ["GiB", 1024 ** 3] : ["MiB", 1024 ** 2];
    return `${rounded(bytes / size)} ${unit}`;
}

/** With two decimals at the most. */
function rounded(amount: number): string {
    return String(Math.round(amount * 100) / 100);
}
