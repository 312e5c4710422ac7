import { leaf, type Parsed, type Type } from "../type";

/** A whole number of percent. */
export function percent(least: number, most: number): Type<number> {
    return leaf({
        allowed: `percent, as a whole number from ${least} to ${most}`,
        schema: { type: "integer", minimum: least, maximum: most },
        parse(raw): Parsed<number> {
            if (typeof raw !== "number") {
                return { fix: percentFix(raw) };
            }
            if (raw > 0 && raw < 1) {
                return { fix: `Write ${Math.round(raw * 100)}: it is percent.` };
            }
            return Number.isInteger(raw) && raw >= least && raw <= most ? { value: raw } : { fix: "Choose a whole number in that range." };
        },
    });
}

function percentFix(raw: unknown): string {
    const number = typeof raw === "string" ? /^(\d{1,4})\s*%?$/.exec(raw)?.[1] : undefined;
    return number === undefined ? "Write a plain number, without quotes or units." : `Write ${number}, without quotes or the percent sign.`;
}
