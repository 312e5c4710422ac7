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

function wordsOf(name: string): string[] {
    return name
        .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
        .toLowerCase()
        .split(/[^a-z0-9]+/);
}

/** A text without the values that may be secrets in some stack, wherever they stand in it. */
export function masker(stacks: readonly unknown[]): (text: string) => string {
    const replacements = new Map(stacks.flatMap(stack => found(stack)));
    return text => [...replacements].reduce((rest, [value, instead]) => rest.replaceAll(value, instead), text);
}

/** As a stack file has them: `env: { DB_PASSWORD: ... }`. */
const maps = ["env", "args", "headers"] as const;

function inMaps(value: object): [string, string][] {
    const entries = maps.flatMap(name => Object.entries((value as Readonly<Record<string, unknown>>)[name] ?? {}));
    return entries.flatMap(([name, inner]): [string, string][] => (typeof inner === "string" && looksSecret(name, inner) ? [[inner, masked]] : []));
}

/** Shorter ones would be found in the middle of innocent words. */
const shortest = 4;

function found(value: unknown): [string, string][] {
    if (typeof value !== "object" || value === null) {
        return [];
    }
    const { name, value: inner, webhook } = value as Partial<Record<string, unknown>>;
    const own: [string, string][] = typeof name === "string" && typeof inner === "string" && looksSecret(name, inner) ? [[inner, masked]] : [];
    const address: [string, string][] = typeof webhook === "string" ? [[webhook, maskedUrl(webhook)]] : [];
    const here = [...own, ...inMaps(value), ...address].filter(([secret]) => secret.length >= shortest);
    // As it stands between quotes.
    const quoted = here.map(([secret, instead]): [string, string] => [JSON.stringify(secret).slice(1, -1), instead]);
    return [...here, ...quoted, ...Object.values(value).flatMap(found)];
}
