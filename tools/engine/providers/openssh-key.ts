import { createHash, createPublicKey, randomInt, type JsonWebKey, type KeyObject } from "node:crypto";

/** OpenSSH's own encodings of keys (PROTOCOL.key of OpenSSH, RFC 4253 section 6.6, RFC 5656 section 3.1, RFC 8709). */

const curves: Record<string, string> = { "P-256": "nistp256", "P-384": "nistp384", "P-521": "nistp521" };

interface Fields {
    /** `ssh-ed25519`, `ssh-rsa`, `ecdsa-sha2-nistp256`... */
    readonly type: string;
    readonly publicParts: readonly Buffer[];
    readonly privateParts: readonly Buffer[];
}

/** Whether OpenSSH knows keys of this kind; it does not know P-224. */
export function isKnownToOpenSsh(key: KeyObject): boolean {
    return key.asymmetricKeyType !== "ec" || key.asymmetricKeyDetails?.namedCurve !== "secp224r1";
}

/** A line of authorized_keys, with its line end. */
export function authorizedKey(key: KeyObject): string {
    const { type } = fieldsOf(key);
    return `${type} ${publicBlob(key).toString("base64")}\n`;
}

/** The old form of a fingerprint: `aa:bb:...`. */
export function md5Fingerprint(key: KeyObject): string {
    return createHash("md5").update(publicBlob(key)).digest("hex").replace(/..(?!$)/g, "$&:");
}

/** `SHA256:...`, without padding. */
export function sha256Fingerprint(key: KeyObject): string {
    return `SHA256:${createHash("sha256").update(publicBlob(key)).digest("base64").replace(/=+$/, "")}`;
}

/** PEM with the frame `OPENSSH PRIVATE KEY`, not encrypted. */
export function openSshPrivateKey(key: KeyObject): string {
    const { type, privateParts } = fieldsOf(key);
    const check = Buffer.alloc(4);
    check.writeUInt32BE(randomInt(2 ** 32));
    const secret = Buffer.concat([check, check, string(type), ...privateParts.map(string), string("")]);
    const magic = Buffer.from("openssh-key-v1\0");
    const none = [string("none"), string("none"), string("")];
    const count = Buffer.from([0, 0, 0, 1]);
    return frame("OPENSSH PRIVATE KEY", Buffer.concat([magic, ...none, count, string(publicBlob(key)), string(padded(secret))]));
}

function publicBlob(key: KeyObject): Buffer {
    const { type, publicParts } = fieldsOf(key.type === "private" ? createPublicKey(key) : key);
    return Buffer.concat([type, ...publicParts].map(string));
}

function fieldsOf(key: KeyObject): Fields {
    const jwk = key.export({ format: "jwk" });
    if (jwk.kty === "EC") {
        return ecFields(jwk);
    }
    if (jwk.kty === "OKP") {
        const [x, d] = [bytes(jwk.x), bytes(jwk.d)];
        return { type: "ssh-ed25519", publicParts: [x], privateParts: [x, Buffer.concat([d, x])] };
    }
    const number = (value: string | undefined): Buffer => positive(bytes(value));
    const privateParts = [jwk.n, jwk.e, jwk.d, jwk.qi, jwk.p, jwk.q].map(number);
    return { type: "ssh-rsa", publicParts: [number(jwk.e), number(jwk.n)], privateParts };
}

function ecFields(jwk: JsonWebKey): Fields {
    const curve = Buffer.from(curves[jwk.crv ?? ""] ?? "");
    const point = Buffer.concat([Buffer.from([4]), bytes(jwk.x), bytes(jwk.y)]);
    return { type: `ecdsa-sha2-${curve.toString()}`, publicParts: [curve, point], privateParts: [curve, point, positive(bytes(jwk.d))] };
}

function bytes(value: string | undefined): Buffer {
    return Buffer.from(value ?? "", "base64url");
}

/** SSH's mpint: no leading zero bytes, but one before a set top bit. */
function positive(number: Buffer): Buffer {
    const start = number.findIndex(byte => byte !== 0);
    const digits = start < 0 ? Buffer.alloc(0) : number.subarray(start);
    return (digits[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), digits]) : digits;
}

function string(value: string | Buffer): Buffer {
    const content = Buffer.from(value);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(content.length);
    return Buffer.concat([length, content]);
}

/** The bytes 1, 2, 3... up to a multiple of the cipher's block, which is 8 where there is none. */
function padded(block: Buffer): Buffer {
    const missing = (8 - (block.length % 8)) % 8;
    return Buffer.concat([block, Buffer.from(Array.from({ length: missing }, (_, index) => index + 1))]);
}

function frame(label: string, content: Buffer): string {
    const lines = content.toString("base64").replace(/.{1,64}/g, "$&\n");
    return `-----BEGIN ${label}-----\n${lines}-----END ${label}-----\n`;
}
