import { holdsPrivateKey, isSecret } from "../found";
import { noParts, refuse, type Type } from "../type";
import { text } from "./scalar";

/** Stands for a secret in the checked stack file: its value is kept apart. */
export interface Secret {
    readonly secret: true;
}

const schema = { type: "object", properties: { secure: { type: "string" } }, required: ["secure"], additionalProperties: false };

/** The command that stores a secret encrypted in the stack file. */
export function storeCommand(setting: string): string {
    return `npm run set-secret -- STACK --${setting} < FILE`;
}

/** A value that must be stored encrypted. */
export function secret(what: string): Type<Secret> {
    const allowed = `${what}, as a secret`;
    return {
        allowed,
        schema,
        parts: noParts,
        read(raw, at) {
            if (isSecret(raw)) {
                return { secret: true };
            }
            const found = raw === null || raw === undefined || raw === "" ? "nothing (an empty value)" : "a value in clear (not shown)";
            return refuse(at, { found, allowed, fix: `Store it encrypted: \`${storeCommand(at.path)}\`. If it was committed in clear, replace it.` });
        },
    };
}

/** A certificate with its chain, in PEM. It is no secret; a key pasted with it is. */
export const certificate: Type<string> = text("a certificate in PEM", (raw) => {
    if (holdsPrivateKey(raw)) {
        return { fix: "Take the private key out, store it encrypted as `tls.key`, and replace it: it stood in clear." };
    }
    return pemCertificates.test(raw)
        ? { value: `${raw.trim()}\n` }
        : { fix: "Paste the certificate and its chain, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----." };
});

const pemCertificates = /^\s*(-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*)+$/;
