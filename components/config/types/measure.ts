import type { Bytes, Milliseconds, PerSecond } from "../model";
import { leaf, type JsonSchema, type Parsed, type Type } from "../type";
import { formatDuration, parseDuration, parseRate, parseSize } from "../units";
import { textFix } from "./scalar";

/** Bounds of a duration, written as in a stack file. */
export interface DurationRange {
    readonly from: string;
    readonly to: string;
    /** Set where the proxy counts in whole seconds. */
    readonly wholeSeconds?: boolean;
}

/** A length of time with its unit. */
export function duration(range: DurationRange): Type<Milliseconds> {
    const [least, most] = [known(parseDuration(range.from)), known(parseDuration(range.to))];
    const whole = range.wholeSeconds === true;
    const allowed = `a duration from ${range.from} to ${range.to}${whole ? " in whole seconds" : ""}`;
    const check = (value: Milliseconds): Parsed<Milliseconds> => {
        if (value < least || value > most) {
            return { fix: `Choose a duration in that range, such as \`${formatDuration(value < least ? least : most)}\`.` };
        }
        return whole && value % 1000 !== 0 ? { fix: "Round it to whole seconds." } : { value };
    };
    return measure(allowed, parseDuration, check, { pattern: "^([0-9]+(y|w|d|h|ms|m|s))+$" });
}

/** A size with its unit. */
export function size(from: string, to: string): Type<Bytes> {
    const [least, most] = [known(parseSize(from)), known(parseSize(to))];
    const check = (value: Bytes): Parsed<Bytes> =>
        value < least || value > most ? { fix: "Choose a size in that range." } : { value };
    return measure(`a size from ${from} to ${to}`, parseSize, check, { pattern: "^[0-9]+([kmgtbKMGTB]|[KMGT]i)$" });
}

/** Requests per second or per minute. */
export const rate: Type<PerSecond> = leaf({
    allowed: "a rate from 1r/m to 1000000r/s",
    schema: { anyOf: [{ type: "integer", minimum: 1 }, { type: "string", pattern: "^[0-9]+(r/[sm])?$" }] },
    parse(raw) {
        if (typeof raw !== "number" && typeof raw !== "string") {
            return { fix: "Write a number of requests per second, such as `100r/s`." };
        }
        const parsed = parseRate(String(raw));
        const inRange = "fix" in parsed || (parsed.value > 0 && parsed.value <= 1_000_000);
        return inRange ? parsed : { fix: "Choose a rate in that range." };
    },
});

type Parser<T> = (text: string) => Parsed<T>;

function measure<T>(allowed: string, parse: Parser<T>, check: (value: T) => Parsed<T>, schema: JsonSchema): Type<T> {
    return leaf({
        allowed,
        schema: { type: "string", ...schema },
        parse(raw) {
            // A bare number goes through the parser too, because its words name the missing unit.
            const parsed = typeof raw === "string" || typeof raw === "number" ? parse(String(raw)) : { fix: textFix(raw) };
            return "fix" in parsed ? parsed : check(parsed.value);
        },
    });
}

function known<T>(parsed: Parsed<T>): T {
    if ("fix" in parsed) {
        throw new Error(parsed.fix);
    }
    return parsed.value;
}
