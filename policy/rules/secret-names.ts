/** What a name says that stands behind it. */
export type SecretKind = "password" | "other";

const password = /(?:password|passwd|passphrase|(?:^|_)(?:pass|pw|pwd))$/;
/** What machines show each other: tokens, keys, and what a service signs with. */
const other = /(?:secret|token|credentials?|(?:api|access|secret|encryption|signing|master)_?key|secret_key_base)$/;

/** Of a variable, a setting or a path that ends in one: `DB_PASSWORD`, `dbPass`, `data.SECRET_KEY_BASE`; undefined: nothing secret. */
export function secretKindOf(name: string): SecretKind | undefined {
    const words = name.replace(/([a-z\d])([A-Z])/g, "$1_$2").replace(/[^A-Za-z\d]+/g, "_").toLowerCase();
    if (password.test(words)) {
        return "password";
    }
    return other.test(words) ? "other" : undefined;
}
