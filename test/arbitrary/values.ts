import fc from "fast-check";
import type { Milliseconds } from "../../components/config/model";
import { formatDuration } from "../../components/config/units";

/** A duration text, with bounds in milliseconds. */
export function durationText(least: number, most: number, step = 1): fc.Arbitrary<string> {
    return fc.integer({ min: Math.ceil(least / step), max: Math.floor(most / step) }).map((n) => formatDuration((n * step) as Milliseconds));
}

export const second = 1000;
export const hour = 3_600_000;
export const day = 24 * hour;

/** A size text from 1k to 512g. */
export const sizeText = fc.tuple(fc.integer({ min: 1, max: 512 }), fc.constantFrom("k", "m", "g", "K", "M")).map(([n, unit]) => `${n}${unit}`);

export const rateValue = fc.oneof(
    fc.integer({ min: 1, max: 1_000_000 }),
    fc.integer({ min: 1, max: 1000 }).map((n) => `${n}r/s`),
    fc.integer({ min: 1, max: 10_000 }).map((n) => `${n}r/m`),
);

export const rateLimit = fc.record({ rate: rateValue, burst: fc.integer({ min: 0, max: 1_000_000 }) }, { requiredKeys: ["rate"] });

/** Prefixes whose characters mean something to shells, regular expressions and proxies, though not between slashes. */
const segment = fc.oneof(
    fc.constantFrom("api", "embed", "monitoring", "backup", "health", "static", "v1", "~", "~user", "-", "...", ".git", "a.b", "A", "_", "--help", "location", "return", "off", "0"),
    fc.stringMatching(/^[A-Za-z0-9_~-]{1,12}$/),
);

export const pathPrefix = fc.oneof(
    { weight: 1, arbitrary: fc.constant("/") },
    { weight: 1, arbitrary: fc.constantFrom(`/${"x".repeat(199)}`, `/${"y/".repeat(99)}z`) },
    { weight: 6, arbitrary: fc.array(segment, { minLength: 1, maxLength: 4 }).map((segments) => `/${segments.join("/")}`) },
);

/** Names with everything that the grammar of names allows. */
export const ownName = fc
    .oneof(fc.stringMatching(/^[a-z][a-z0-9_-]{0,39}$/), fc.constantFrom("server", "http", "constructor", "a--", "x_-_", "upstream", "to-string", "n".repeat(40)))
    .filter((name) => !["all", "default", "evenkeel", "localhost", "nginx"].includes(name));

const byte = fc.integer({ min: 0, max: 255 });

/** Addresses of instances: 10.0.0.0/8, fd00::/16, and rarely a name that every machine knows. */
export const instanceAddress = fc.oneof(
    { weight: 8, arbitrary: fc.tuple(byte, byte, byte).map((bytes) => `10.${bytes.join(".")}`) },
    { weight: 3, arbitrary: fc.tuple(byte, byte).map(([a, b]) => `fd00::${(a * 256 + b + 1).toString(16)}`) },
    { weight: 1, arbitrary: fc.constantFrom("localhost", "LOCALHOST") },
);

export const network = fc.oneof(
    fc.tuple(byte, byte, byte).map((bytes) => `172.${bytes.join(".")}`),
    fc.tuple(byte, byte).map(([a, b]) => `${a}.${b}.0.0/16`),
    fc.constantFrom("0.0.0.0/0", "::/0", "10.0.0.0/8", "192.168.0.0/16", "::1", "fd00::/8", "2001:DB8::/32", "10.9.8.7/32"),
);

/** Networks without repetition; two spellings of one network count as one. */
export function networks(minLength: number): fc.Arbitrary<string[]> {
    const plain = (text: string): string => text.toLowerCase().replace(/\/32$/, "");
    return fc.uniqueArray(network, { minLength, maxLength: 5, selector: plain });
}

/** Visible ASCII without `$`: quotes, backslashes, braces, semicolons and hashes included. */
export const headerValue = fc.oneof(
    fc.constantFrom('"; add_header X-Bad 1; #', "a\\", '\\"', "'", "}", "{{x}}", "max-age=1; includeSubDomains", "# no comment", "%24x", "`id`", '"'.repeat(1000)),
    fc.stringMatching(/^[!-#%-~]([ -#%-~]{0,30}[!-#%-~])?$/),
).filter((value) => value !== "off" && value !== "on");

/** Text for people, with everything that looks like syntax somewhere. */
export const messageText = fc.oneof(
    fc.constantFrom('"; return 200 "x', "back at 5 o'clock", "\\", 'a\\"b', "{{{html}}} <b>&amp;</b>", "wartung läuft – grüße 😀", "} server { }", "100 %", "#", "\\".repeat(500)),
    fc.string({ minLength: 1, maxLength: 60, unit: "grapheme" }).filter((text) => !/[\p{Cc}\p{Cs}\u2028\u2029$]/u.test(text) && text.trim() !== ""),
);

export const headerName = fc.oneof(
    fc.constantFrom("X-Frame-Options", "Content-Security-Policy", "x-xss-protection", "X!#%&'*+.^_`|~-1", "Cache-Control", "Permissions-Policy"),
    fc.stringMatching(/^X-[A-Za-z0-9-]{1,20}$/),
).filter((name) => !["x-request-id", "x-served-by", "x-cache", "x-accel-redirect"].includes(name.toLowerCase()));
