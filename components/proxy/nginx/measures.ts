import type { Bytes, Milliseconds, PerSecond } from "../../config/model";
import type { Printed } from "../printed";
import { word } from "./quote";

const day = 86_400;
const hour = 3600;

/** A length of time for directives that count in milliseconds. */
export function duration(value: Milliseconds): Printed {
    return value % 1000 === 0 ? seconds(value) : word(`${value}ms`);
}

/** A length of time for directives that count in seconds: rounded up, because 0 mostly means "never". */
export function seconds(value: Milliseconds): Printed {
    const whole = wholeSeconds(value);
    if (whole > 0 && whole % day === 0) {
        return word(`${whole / day}d`);
    }
    return word(whole > 0 && whole % hour === 0 ? `${whole / hour}h` : `${whole}s`);
}

/** Seconds as the headers Retry-After and Strict-Transport-Security have them. */
export function wholeSeconds(value: Milliseconds): number {
    return Math.ceil(value / 1000);
}

/** A size. nginx reads `g` only in some directives, `k` and `m` in all. */
export function size(value: Bytes): Printed {
    const [unit, factor] = value % 1024 ** 2 === 0 ? ["m", 1024 ** 2] : value % 1024 === 0 ? ["k", 1024] : ["", 1];
    return word(`${value / factor}${unit}`);
}

/** A rate; below one per second nginx counts per minute, in whole numbers. */
export function rate(value: PerSecond): Printed {
    return word(Number.isInteger(value) ? `${value}r/s` : `${Math.max(1, Math.round(value * 60))}r/m`);
}
