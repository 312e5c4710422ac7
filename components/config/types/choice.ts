import { nearest } from "../nearest";
import { leaf, type Parsed, type Type } from "../type";

/** One of a few words; `later` holds words of coming versions with what to use until then. */
export function choice<const V extends readonly string[]>(values: V, later: Readonly<Record<string, string>> = {}): Type<V[number]> {
    const allowed = values.length === 1 ? `only ${values[0] ?? ""}` : `one of ${values.join(", ")}`;
    return leaf({
        allowed,
        schema: { enum: values },
        parse(raw): Parsed<V[number]> {
            const value = values.find((candidate): candidate is V[number] => candidate === raw);
            return value === undefined ? { fix: choiceFix(raw, values, later) } : { value };
        },
    });
}

function choiceFix(raw: unknown, values: readonly string[], later: Readonly<Record<string, string>>): string {
    const plain = `Write ${values[0] ?? ""}${values.length === 1 ? "" : ", for example"}.`;
    if (typeof raw !== "string") {
        return plain;
    }
    if (Object.hasOwn(later, raw)) {
        return `This version does not support ${raw} yet. ${later[raw] ?? ""}`;
    }
    const near = nearest(raw, values);
    return near === undefined ? plain : `Did you mean ${near}?`;
}
