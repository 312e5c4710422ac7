/**
 * Values that may be secrets although they stand in clear, such as a password among a service's `env`: they are never
 * shown. What decides is the name, or that the value is of a kind that opens something by itself.
 */

export const masked = "[masked]";

/** As a part of a name, between underscores, dashes, dots or a change of case: `DB_PASSWORD`, `apiKey`, but not `MONKEY`. */
const secretWords = new Set([
    "password", "passwd", "pass", "passphrase", "pwd", "pw", "secret", "secrets", "token", "tokens", "key", "keys", "apikey", "credential", "credentials",
    "auth", "authorization", "cookie", "session", "private", "salt", "signature", "dsn", "pin", "otp", "jwt", "bearer",
]);

/** A PEM private key, an address with a password in it, or the tokens of the best-known services. */
const secretValues = [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, /:\/\/[^/\s:@]*:[^/\s@]+@/, /^(?:gh[pousr]_|github_pat_|glpat-|xox[abprs]-|sk-|AKIA|eyJ[\w-]+\.eyJ)/];

/** Figures, and plain words such as `true`, `memory` or `auth.example.com`, which say nothing that nobody may know. */
const ordinary = [/^[\d.]+[a-z]{0,2}$/i, /^(?:https?:\/)?\/?[A-Z]?[a-z]{1,15}(?:[./][a-z]{1,15})*$/];

/** Shorter ones stand in the middle of others. */
const shortest = 8;

/** Whether a value stands in so many other places that it can't be told from them there. */
export function isOrdinary(value: string): boolean {
    return value.length < shortest || ordinary.some(pattern => pattern.test(value));
}

export function looksSecret(name: string, value: string): boolean {
    return wordsOf(name).some(word => secretWords.has(word)) || secretValues.some(pattern => pattern.test(value));
}

/** The address with nothing of what may let somebody post to it: chat services put their key into the path. */
export function maskedUrl(url: string): string {
    try {
        const { protocol, host, pathname, search } = new URL(url);
        return `${protocol}//${host}${pathname === "/" && search === "" ? "" : `/${masked}`}`;
    } catch {
        return masked;
    }
}

/** As redis-cli, mysqladmin and curl have them. */
const secretOptions = new Set(["-a", "-p", "-u", "-H"]);

/** A command without what its options may open something with: `redis-cli -a [masked] ping`. */
export function maskedCommand(argv: readonly string[]): string {
    return argv.map((word, i) => maskedWord(word, argv[i - 1] ?? "")).join(" ");
}

/** A script for a shell is a command of its own. */
function maskedWord(word: string, before: string): string {
    if (takesSecret(before) && !word.startsWith("-")) {
        return /^\d+$/.test(word) ? word : masked;
    }
    if (/\s/.test(word)) {
        return maskedCommand(word.split(/\s+/));
    }
    const [, option = "", value = word] = /^(-p|--?[\w-]+=)(.+)$/.exec(word) ?? [];
    return option !== "" && takesSecret(option.replace(/=$/, "")) && !/^\d+$/.test(value) ? option + masked : word;
}

function takesSecret(option: string): boolean {
    return secretOptions.has(option) || (option.startsWith("--") && wordsOf(option).some(word => secretWords.has(word)));
}

function wordsOf(name: string): string[] {
    return name
        .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
        .toLowerCase()
        .split(/[^a-z0-9]+/);
}
