/** `1 instance`, `3 instances`. */
export function count(number: number, noun: string): string {
    return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** `a`, `a and b`, `a, b and c`; of very many the first ones and how many more there are. */
export function list(items: readonly string[]): string {
    const shown = items.length > longest ? [...items.slice(0, longest - 1), `${items.length - longest + 1} more`] : items;
    return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1) ?? ""}`;
}

const longest = 6;

/** Names, or a word for there being none. */
export function listOr(items: readonly string[], none: string): string {
    return items.length === 0 ? none : list(items);
}
