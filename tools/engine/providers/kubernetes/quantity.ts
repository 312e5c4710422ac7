import type { PropertyPath } from "../../property-path";
import type { Value } from "../../values";

const decimal = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];
const binary = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
const form = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:[eE]([+-]?\d+)|([numkMGTPE]|[KMGTPE]i)?)$/;

/** Whether two values at the place of a quantity are the same amount: `0.5` and `500m` are, and the cluster keeps the latter. */
export function sameQuantity(path: PropertyPath, a: Value, b: Value): boolean {
    const [first, second] = isQuantity(path) ? [amountOf(a), amountOf(b)] : [];
    return first !== undefined && first === second;
}

/** Where the built-in kinds have quantities. */
function isQuantity(path: PropertyPath): boolean {
    const [above, last] = [path.at(-2), path.at(-1)];
    return above === "limits" || above === "requests" || last === "sizeLimit" || last === "averageValue" || last === "divisor" || (above === "target" && last === "value");
}

/** In billionths, of which no quantity has a part. */
function amountOf(value: Value): number | undefined {
    const amount = typeof value === "number" || typeof value === "string" ? quantityOf(value) : undefined;
    return amount === undefined ? undefined : Math.round(amount * 1e9);
}

/** Cores, bytes or pieces, as the API writes them: `250m`, `1Gi`, `3`; undefined: it is none. */
export function quantityOf(value: number | string): number | undefined {
    const [, digits = "", exponent, unit = ""] = form.exec(String(value)) ?? [];
    const scale = exponent === undefined ? scaleOf(unit) : 10 ** Number(exponent);
    return digits === "" ? undefined : Number(digits) * scale;
}

function scaleOf(unit: string): number {
    return unit.endsWith("i") ? 1024 ** binary.indexOf(unit) : 10 ** (3 * (decimal.indexOf(unit) - decimal.indexOf("")));
}
