import type { Printed } from "../printed";

/** What a value is, which decides how it may look in nginx's language. */
export type Kind = keyof typeof grammars;

/** One token of a kind that needs no quotes, because its grammar has none of the characters that nginx treats specially. */
const plain = {
    /** A keyword, number or name that this program chose. */
    word: /^[A-Za-z0-9_./:-]+$/,
    /** The user's name for a service, the site or an account. */
    name: /^[A-Za-z_][A-Za-z0-9_-]*$/,
    /** Several words that this program chose. */
    phrase: /^[A-Za-z0-9_$.]+( [A-Za-z0-9_$.]+)*$/,
    /** A directive's name, filled up with spaces. */
    padded: /^[a-z_]+ *$/,
    /** Path of a request: a prefix, or the one path that is asked. */
    location: /^\/[A-Za-z0-9._~/-]*$/,
    /** What a location matches. */
    match: /^(= |  |)\/[A-Za-z0-9._~/-]* *$/,
    /** A regular expression that takes a path's prefix away. */
    pattern: /^\(\?s\)\^[A-Za-z0-9._~/[\]-]+\/\?\(\.\*\)\$$/,
    /** Paths below a route's own, with all that is below them. */
    below: /^\^\/[A-Za-z0-9._~/[\]-]+\(\?:\/[A-Za-z0-9._~/[\]|-]+\)\(\?!\[\^\/\]\)$/,
    /** Names that hold the path of a route. */
    zone: /^evenkeel_[a-z]+\/[A-Za-z0-9._~/-]*$/,
    named: /^@[a-z_]+:\/[A-Za-z0-9._~/-]*$/,
    /** A file of this release, relative to the folder of nginx.conf. */
    include: /^[a-z]+(\/[A-Za-z0-9._~+-]+)+$/,
    /** Path of a file on the host. */
    file: /^\/[A-Za-z0-9._~@+/-]+$/,
    /** IP address or network. */
    network: /^[0-9a-f.:]+(\/\d{1,3})?$/,
    /** Host name, IP address or an instance's name, with its port; IPv6 in brackets. */
    address: /^([a-z0-9._-]+|\[[0-9a-f:.]+\]):\d{1,5}$/,
    /** A name that the site answers to; IPv6 in brackets. */
    host: /^((\*\.)?[a-z0-9.-]+|\[[0-9a-f:.]+\])$/,
    /** Arguments of `listen`. */
    listen: /^([0-9.]+:|\[[0-9a-f:.]+\]:)?\d{1,5}( [a-z0-9_=]+)*$/,
    /** A socket to listen on. */
    socket: /^unix:\/[A-Za-z0-9._~@+/-]+$/,
    /** A file and how it is logged to. */
    log: /^\/[A-Za-z0-9._~@+/-]+( [a-z0-9_=]+)*$/,
    /** Where a request is sent on to. */
    redirect: /^https:\/\/\$host(:\d{1,5})?\$request_uri$/,
    mediaType: /^[a-z0-9.+-]+\/[a-z0-9.+-]+$/,
};

/** What HTTP lets a header's name consist of, but for the dollar sign. */
const headerName = /^[A-Za-z0-9!#%&'*+.^_`|~-]+$/;

const grammars = {
    ...mapped(plain, (grammar) => (value: string) => (grammar.test(value) ? value : undefined)),
    headerName: (value: string) => (headerName.test(value) ? quotedIfNeeded(value) : undefined),
    /** Printable text in a place where nginx looks for variables. It has no way to write a dollar sign, so there is none. */
    text: (value: string) => (/^[^\p{Cc}\p{Cs}\u2028\u2029$]*$/u.test(value) ? inQuotes(value) : undefined),
};

/**
 * Prints a value in nginx's language: the one way from the model into a template.
 *
 * @throws when the value does not fit the grammar of its kind. `validate` lets no such value through, so this is a
 * mistake in this program, and a refusal is better than a file that says something else.
 */
export function quote(kind: Kind, value: string): Printed {
    const text = value.length > longest ? undefined : grammars[kind](value);
    if (text === undefined) {
        throw new Error(`${JSON.stringify(value)} can't be written as ${kind} in an nginx configuration.`);
    }
    return text as Printed;
}

/** nginx reads words of up to 4096 bytes; a character may take four. */
const longest = 1000;

/** Prints one keyword, file name or number that this program chose. */
export function word(value: string | number): Printed {
    return quote("word", String(value));
}

function quotedIfNeeded(value: string): string {
    return /^[A-Za-z0-9-]+$/.test(value) ? value : inQuotes(value);
}

/** nginx takes a backslash before these two away again, and leaves everything else between quotes alone. */
function inQuotes(value: string): string {
    return `"${value.replace(/["\\]/g, "\\$&")}"`;
}

function mapped<K extends string, A, B>(table: Readonly<Record<K, A>>, change: (value: A) => B): Readonly<Record<K, B>> {
    return Object.fromEntries(Object.entries<A>(table).map(([key, value]) => [key, change(value)])) as Record<K, B>;
}
