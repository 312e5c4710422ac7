import { createPrivateKey, createPublicKey, webcrypto, type KeyObject } from "node:crypto";

/** A private key read from PEM, ready for signing. */
export interface SigningKey {
    /** As the provider names it in `keyAlgorithm`. */
    readonly algorithm: "RSA" | "ECDSA" | "ED25519";
    readonly pair: CryptoKeyPair;
    /** What Go's x509 signs with by default: a hash as strong as the curve. */
    readonly signing: { readonly name: string; readonly hash?: string };
}

type CryptoKeyPair = Pick<webcrypto.CryptoKeyPair, "privateKey" | "publicKey">;

interface Kind {
    readonly algorithm: SigningKey["algorithm"];
    readonly signing: SigningKey["signing"];
    readonly namedCurve?: string;
}

const curves: Readonly<Record<string, Kind>> = {
    prime256v1: { algorithm: "ECDSA", namedCurve: "P-256", signing: { name: "ECDSA", hash: "SHA-256" } },
    secp384r1: { algorithm: "ECDSA", namedCurve: "P-384", signing: { name: "ECDSA", hash: "SHA-384" } },
    secp521r1: { algorithm: "ECDSA", namedCurve: "P-521", signing: { name: "ECDSA", hash: "SHA-512" } },
};
const rsa: Kind = { algorithm: "RSA", signing: { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" } };
const ed25519: Kind = { algorithm: "ED25519", signing: { name: "Ed25519" } };

/** Reads a private key: PKCS #1, SEC 1 or PKCS #8. */
export async function signingKey(pem: string): Promise<SigningKey> {
    const key = readKey(pem);
    const kind = kindOf(key);
    const importing = { ...kind.signing, ...(kind.namedCurve === undefined ? {} : { namedCurve: kind.namedCurve }) };
    const secret = key.export({ type: "pkcs8", format: "der" });
    const open = createPublicKey(key).export({ type: "spki", format: "der" });
    const [privateKey, publicKey] = await Promise.all([
        webcrypto.subtle.importKey("pkcs8", secret, importing, false, ["sign"]),
        webcrypto.subtle.importKey("spki", open, importing, true, ["verify"]),
    ]);
    return { algorithm: kind.algorithm, signing: kind.signing, pair: { privateKey, publicKey } };
}

function readKey(pem: string): KeyObject {
    try {
        return createPrivateKey(pem);
    } catch {
        throw new Error("The private key can't be read: it has to be PEM, without a passphrase.");
    }
}

function kindOf(key: KeyObject): Kind {
    const curve = key.asymmetricKeyDetails?.namedCurve ?? "";
    const kinds: Readonly<Record<string, Kind | undefined>> = { ec: curves[curve], rsa, ed25519 };
    const kind = kinds[key.asymmetricKeyType ?? ""];
    if (kind === undefined) {
        throw new Error(`Certificates for keys of the kind ${key.asymmetricKeyType ?? "unknown"} ${curve} need the Pulumi CLI. The embedded engine signs with RSA, ED25519 and ECDSA on P256, P384 and P521.`);
    }
    return kind;
}
