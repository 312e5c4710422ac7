import { AssertionError } from "node:assert";
import { isDeepStrictEqual } from "node:util";
import { list } from "../../policy/rules/words";

/** What is expected of one place. */
export interface Claim {
    /** `node 192.168.10.30`, `container healthai-app-1`. */
    readonly where: string;
    /** What it leaves out is not compared; lists are compared as a whole, in any order. */
    readonly wanted: unknown;
    readonly found: unknown;
}

interface Difference {
    /** `app.instances`. */
    readonly path: string;
    readonly wanted: unknown;
    readonly found: unknown;
    readonly where: readonly string[];
}

/**
 * Holds every place against what is expected of it.
 *
 * @param subject what is compared: `upstreams`.
 * @throws AssertionError that names every difference, with both values; it has them for the display of a test runner, too.
 */
export function expectAll(file: string, subject: string, claims: readonly Claim[]): void {
    const differences = merged(claims.flatMap(({ where, wanted, found }) => compare("", wanted, found).map(difference => ({ ...difference, where: [where] }))));
    if (differences.length > 0) {
        throw new AssertionError({
            message: [`${file}: its ${subject} are not as expected`, ...differences.map(line)].join("\n"),
            actual: Object.fromEntries(differences.map(({ path, found }) => [path, found])),
            expected: Object.fromEntries(differences.map(({ path, wanted }) => [path, wanted])),
            operator: "expect",
            stackStartFn: expectAll,
        });
    }
}

function compare(path: string, wanted: unknown, found: unknown): Omit<Difference, "where">[] {
    if (isMap(wanted) && isMap(found)) {
        const named = Object.entries(wanted).filter(([, value]) => value !== undefined);
        return named.flatMap(([key, value]) => compare(path === "" ? key : `${path}.${key}`, value, found[key]));
    }
    return isDeepStrictEqual(inOrder(wanted), inOrder(found)) ? [] : [{ path, wanted, found }];
}

/** The names of a site and the addresses of a service are the same in any order. */
function inOrder(value: unknown): unknown {
    return Array.isArray(value) ? value.toSorted() : value;
}

/** What differs in the same way in several places is one difference. */
function merged(differences: readonly Difference[]): Difference[] {
    return differences.reduce<Difference[]>((known, next) => {
        const same = known.find(each => each.path === next.path && isDeepStrictEqual([each.wanted, each.found], [next.wanted, next.found]));
        return same === undefined ? [...known, next] : known.map(each => (each === same ? { ...same, where: [...same.where, ...next.where] } : each));
    }, []);
}

function line({ path, wanted, found, where }: Difference): string {
    return `  ${path}: expected ${words(wanted)}, found ${words(found)} (${list(where)})`;
}

function words(value: unknown): string {
    if (Array.isArray(value)) {
        return value.length === 0 ? "nothing" : value.map(words).join(" ");
    }
    if (isMap(value)) {
        return `{ ${Object.entries(value).map(([key, inner]) => `${key}: ${words(inner)}`).join(", ")} }`;
    }
    return value === undefined ? "nothing" : String(value);
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
