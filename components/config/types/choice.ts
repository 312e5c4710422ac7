import { nearest } from "../nearest";
import { leaf, type Parsed, type Type } from "../type";

/** What else people write: words of coming versions with what to use until then, and other words for the ones there are. */
interface OtherWords<W extends string> {
    readonly later?: Readonly<Record<string, string>>;
    readonly meaning?: Readonly<Record<string, W>>;
}

/** One of a few words. */
export function choice<const V extends readonly string[]>(values: V, others: OtherWords<V[number]> = {}): Type<V[number]> {
    const allowed = values.length === 1 ? `only ${values[0] ?? ""}` : `one of ${values.join(", ")}`;
    return leaf({
        allowed,
        schema: { enum: values },
        parse(raw): Parsed<V[number]> {
            const value = values.find((candidate): candidate is V[number] => candidate === raw);
            return value === undefined ? { fix: choiceFix(raw, values, others) } : { value };
        },
    });
}

function choiceFix(raw: unknown, values: readonly string[], { later = {}, meaning = {} }: OtherWords<string>): string {
    const plain = `Write ${values[0] ?? ""}${values.length === 1 ? "" : ", for example"}.`;
    if (typeof raw !== "string" && typeof raw !== "boolean") {
        return plain;
    }
    const word = String(raw);
    const meant = word.toLowerCase();
    if (Object.hasOwn(meaning, meant)) {
        return `Write ${meaning[meant] ?? ""}.`;
    }
    if (Object.hasOwn(later, word)) {
        return `This version does not support ${word} yet. ${later[word] ?? ""}`;
    }
    const near = nearest(word, values);
    return near === undefined ? plain : `Did you mean ${near}?`;
}
