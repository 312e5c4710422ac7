import { leaf, type JsonSchema, type Parsed, type Type } from "../type";

/** A whole number in a range. */
export function integer(least: number, most: number, unit = ""): Type<number> {
    const allowed = `a whole number from ${least} to ${most}${unit === "" ? "" : ` ${unit}`}`;
    return leaf({
        allowed,
        schema: { type: "integer", minimum: least, maximum: most },
        parse(raw) {
            if (typeof raw !== "number") {
                return { fix: numberFix(raw) };
            }
            return Number.isInteger(raw) && raw >= least && raw <= most ? { value: raw } : { fix: "Choose a whole number in that range." };
        },
    });
}

/** `true` or `false`. */
export const yesOrNo: Type<boolean> = leaf({
    allowed: "true or false",
    schema: { type: "boolean" },
    parse: (raw) => (typeof raw === "boolean" ? { value: raw } : { fix: booleanFix(raw) }),
});

/** Text with a grammar of its own. */
export function text<T>(allowed: string, parse: (text: string) => Parsed<T>, schema: JsonSchema = {}): Type<T> {
    return leaf({
        allowed,
        schema: { type: "string", ...schema },
        parse: (raw) => (typeof raw === "string" ? parse(raw) : { fix: textFix(raw) }),
    });
}

/** Text that a pattern describes in full; `fix` says how to get there. */
export function matching(allowed: string, pattern: RegExp, fix: string): Type<string> {
    return text(allowed, (value) => (pattern.test(value) ? { value } : { fix }), { pattern: pattern.source });
}

/** What to do when something other than text stands where text belongs. */
export function textFix(raw: unknown): string {
    if (typeof raw === "number" || typeof raw === "boolean") {
        return `Put it in quotes: "${String(raw)}".`;
    }
    return "Write a single text here.";
}

function numberFix(raw: unknown): string {
    if (typeof raw === "string" && /^\d+$/.test(raw)) {
        return `Remove the quotes: ${raw}.`;
    }
    return "Write a plain number, without quotes or units.";
}

function booleanFix(raw: unknown): string {
    if (raw === "true" || raw === "false") {
        return `Remove the quotes: ${raw}.`;
    }
    if (typeof raw === "string" && /^(y|yes|on)$/i.test(raw)) {
        return "Write true: YAML reads yes and on as text.";
    }
    if (typeof raw === "string" && /^(n|no|off)$/i.test(raw)) {
        return "Write false: YAML reads no and off as text.";
    }
    return "Write true or false.";
}
