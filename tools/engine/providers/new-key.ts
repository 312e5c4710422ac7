import { createPrivateKey, generateKeyPairSync, type KeyObject } from "node:crypto";

/** New private keys. */
export const newKey = {
    ed25519: (): KeyObject => readAgain(generateKeyPairSync("ed25519").privateKey),

    /** @param namedCurve as OpenSSL has it, `prime256v1`. */
    ecdsa: (namedCurve: string): KeyObject => readAgain(generateKeyPairSync("ec", { namedCurve }).privateKey),

    rsa: (modulusLength: number): KeyObject => readAgain(generateKeyPairSync("rsa", { modulusLength }).privateKey),
};

/**
 * Node 20 hangs for ever where the garbage collector comes upon the generator of a key just while the key is exported as a JWK:
 * the one waits for the lock that the other one holds.
 */
function readAgain(key: KeyObject): KeyObject {
    return createPrivateKey(key.export({ type: "pkcs8", format: "pem" }));
}
