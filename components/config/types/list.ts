import { describe } from "../found";
import { itemPath } from "../path";
import { notAValue, refuse, type At, type Type } from "../type";

/** How long a list may be, and what makes two of its items the same. */
export interface ListRules<T> {
    readonly least?: number;
    readonly most?: number;
    /** Items with the same identity are refused; undefined: every item may be repeated. */
    readonly identity?: (item: T) => string;
    /** What to say to somebody who writes a single value, by its kind. */
    readonly fix?: (raw: unknown) => string | undefined;
}

/** A list of one kind of item; an item is undefined when a problem has been reported for it. */
export function list<T>(item: Type<T>, what: string, rules: ListRules<T> = {}): Type<readonly (T | undefined)[]> {
    const { least = 0, most = 10_000 } = rules;
    const allowed = `a list of ${what}${least > 0 ? `, at least ${least}` : ""}`;
    return {
        allowed,
        schema: { type: "array", items: item.schema, ...(least > 0 ? { minItems: least } : {}), maxItems: most },
        parts: { kind: "items", of: item },
        read(raw, at) {
            const fix = notAValue(raw)?.fix ?? (Array.isArray(raw) ? lengthFix(raw, least, most) : listFix(raw, rules));
            if (fix !== undefined || !Array.isArray(raw)) {
                return refuse(at, { found: describe(raw), allowed, fix: fix ?? listFix(raw, rules) });
            }
            const items = raw.map((value: unknown, i) => item.read(value, { ...at, path: itemPath(at.path, i) }));
            reportRepeated(items, raw, rules, at);
            return items;
        },
    };
}

function reportRepeated<T>(items: readonly (T | undefined)[], raw: readonly unknown[], rules: ListRules<T>, at: At): void {
    const first = new Map<string, number>();
    for (const [index, item] of items.entries()) {
        if (item === undefined || rules.identity === undefined) {
            continue;
        }
        const identity = rules.identity(item);
        const earlier = first.get(identity);
        if (earlier === undefined) {
            first.set(identity, index);
        } else {
            const place: At = { ...at, path: itemPath(at.path, index) };
            const fix = `Remove it: it repeats \`${itemPath(at.path, earlier)}\`.`;
            refuse(place, { found: describe(raw[index]), allowed: "each item once", fix });
        }
    }
}

function lengthFix(raw: readonly unknown[], least: number, most: number): string | undefined {
    if (raw.length < least) {
        return `Add at least ${least}.`;
    }
    return raw.length > most ? `Shorten it to ${most}.` : undefined;
}

function listFix<T>(raw: unknown, rules: ListRules<T>): string {
    const own = rules.fix?.(raw);
    if (own !== undefined) {
        return own;
    }
    return typeof raw === "object" ? "Write a list: one line for each item, beginning with a hyphen." : `Put it in a list: [${describe(raw)}].`;
}
