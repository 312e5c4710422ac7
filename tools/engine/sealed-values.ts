import type { Crypter } from "./secrets";
import { isList, isMap, Secret, unknown, Unknown, type Value, type ValueMap } from "./values";
import { isObject, secretSignature, signatureKey, type Json } from "./wire";

/** Property values as a deployment file holds them: a secret is the ciphertext of its JSON. */
type JsonObject = Record<string, Json>;

/** Only to leave a secret's ciphertext as it is while the secret stays the same. */
const ciphertexts = new WeakMap<Secret, { readonly salt: string; readonly text: string }>();

export function encodeMap(map: ValueMap, crypter: Crypter): JsonObject {
    return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, encode(value, secret => seal(secret, crypter))]));
}

export function decodeMap(json: JsonObject, crypter: Crypter): ValueMap {
    return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, decode(value, text => open(text, crypter))]));
}

function encode(value: Value, sealed: (secret: Secret) => string): Json {
    if (value instanceof Secret) {
        return { [signatureKey]: secretSignature, ciphertext: sealed(value) };
    }
    if (value instanceof Unknown) {
        throw new Error("A value that is not known yet can't be written to the state.");
    }
    if (isList(value)) {
        return value.map(item => encode(item, sealed));
    }
    return isMap(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, encode(item, sealed)])) : value;
}

/** A secret inside a secret is marked, but not encrypted twice. */
function plaintextOf(secret: Secret): string {
    return JSON.stringify(encode(secret.value, plaintextOf));
}

function seal(secret: Secret, crypter: Crypter): string {
    const known = ciphertexts.get(secret);
    if (known?.salt === crypter.salt) {
        return known.text;
    }
    const text = crypter.encrypt(plaintextOf(secret));
    ciphertexts.set(secret, { salt: crypter.salt, text });
    return text;
}

function decode(json: Json, opened: (ciphertext: string) => Secret): Value {
    if (Array.isArray(json)) {
        return json.map(item => decode(item as Json, opened));
    }
    if (!isObject(json)) {
        return json as Value;
    }
    if (json[signatureKey] === secretSignature) {
        return fromSecret(json, opened);
    }
    return Object.fromEntries(Object.entries(json).map(([key, item]) => [key, decode(item, opened)]));
}

function fromSecret(json: JsonObject, opened: (ciphertext: string) => Secret): Value {
    const { ciphertext, plaintext } = json;
    if (typeof ciphertext === "string") {
        return opened(ciphertext);
    }
    // `pulumi stack export --show-secrets` writes this form.
    return typeof plaintext === "string" ? revealed(plaintext) : unknown;
}

function revealed(text: string): Secret {
    return new Secret(decode(JSON.parse(text) as Json, revealed));
}

function open(text: string, crypter: Crypter): Secret {
    const secret = revealed(crypter.decrypt(text));
    ciphertexts.set(secret, { salt: crypter.salt, text });
    return secret;
}
