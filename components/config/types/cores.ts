import { leaf, type Parsed, type Type } from "../type";

/** Cores of a machine: `2`, `0.5`, or as Kubernetes writes thousandths, `500m`. Reads as a number of cores. */
export const cores: Type<number> = leaf({
    allowed: "cores from 0.01 to 512, such as 0.5 or 500m",
    schema: { anyOf: [{ type: "number", minimum: 0.01, maximum: 512 }, { type: "string", pattern: "^([0-9]+(\\.[0-9]{1,3})?|[0-9]+m)$" }] },
    parse(raw): Parsed<number> {
        const thousandths = typeof raw === "number" || typeof raw === "string" ? parseThousandths(String(raw)) : undefined;
        if (thousandths === undefined) {
            return { fix: "Write a number of cores with up to three decimals, such as 0.5, or thousandths, such as 500m." };
        }
        return thousandths >= 10 && thousandths <= 512_000 ? { value: thousandths / 1000 } : { fix: "Choose a number of cores in that range." };
    },
});

function parseThousandths(text: string): number | undefined {
    if (/^\d{1,9}m$/.test(text)) {
        return Number(text.slice(0, -1));
    }
    return /^\d{1,6}(\.\d{1,3})?$/.test(text) ? Math.round(Number(text) * 1000) : undefined;
}
