/** Longest piece of a user's text that a message repeats. */
const longest = 60;

/** The form in which an encrypted value stands in a stack file: `{ secure: "..." }`. */
export function isSecret(raw: unknown): raw is { readonly secure: string } {
    return isMap(raw) && Object.keys(raw).length === 1 && typeof raw["secure"] === "string";
}

/** Whether a YAML value is a map (and neither a list nor empty). */
export function isMap(raw: unknown): raw is Readonly<Record<string, unknown>> {
    return typeof raw === "object" && raw !== null && !Array.isArray(raw);
}

/** Says what stands in the stack file, in a few words, without ever repeating a secret. */
export function describe(raw: unknown): string {
    if (raw === null || raw === undefined) {
        return "nothing (an empty value)";
    }
    if (typeof raw === "string") {
        return describeText(raw);
    }
    if (Array.isArray(raw)) {
        return raw.length === 0 ? "an empty list" : `a list of ${raw.length}`;
    }
    return isMap(raw) ? describeMap(raw) : String(raw);
}

/** The same without the value itself, which may be a secret in the wrong place. */
export function describeUnseen(raw: unknown): string {
    if (typeof raw === "number" || typeof raw === "boolean") {
        return `a ${typeof raw} (not shown)`;
    }
    return typeof raw === "string" && raw !== "" ? "a text (not shown)" : describe(raw);
}

/** Whether a text holds key material, which no message may repeat. */
export function holdsPrivateKey(text: string): boolean {
    return /PRIVATE KEY/i.test(text);
}

function describeText(text: string): string {
    if (text === "") {
        return "an empty text";
    }
    if (holdsPrivateKey(text)) {
        return "a private key in clear (not shown)";
    }
    const shown = text.replace(/(:\/\/[^\s/:@]*):[^\s/@]*@/g, "$1:...@");
    return JSON.stringify(shown.length > longest ? `${shown.slice(0, longest)}...` : shown);
}

function describeMap(raw: Readonly<Record<string, unknown>>): string {
    if (isSecret(raw)) {
        return "a secret";
    }
    const count = Object.keys(raw).length;
    return count === 0 ? "an empty map" : `a map of ${count} ${count === 1 ? "key" : "keys"}`;
}
