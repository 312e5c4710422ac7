import { leaf, type Parsed, type Type } from "../type";

/** A share of a whole, above 0 and up to 1. */
export const share: Type<number> = leaf({
    allowed: "a share from 0.0001 to 1, such as 0.05",
    schema: { type: "number", minimum: 0.0001, maximum: 1 },
    parse(raw): Parsed<number> {
        if (typeof raw !== "number") {
            return { fix: shareFix(raw) };
        }
        return raw >= 0.0001 && raw <= 1 ? { value: raw } : { fix: "Choose a number in that range: 0.05 is five in a hundred." };
    },
});

function shareFix(raw: unknown): string {
    const percent = typeof raw === "string" ? /^(\d{1,2}(?:\.\d)?)\s*%$/.exec(raw)?.[1] : undefined;
    return percent === undefined ? "Write a plain number, without quotes or units." : `Write ${Math.round(Number(percent) * 10) / 1000}.`;
}
