import { createPrivateKey } from "node:crypto";
import { utils } from "ssh2";
import { openSshPrivateKey } from "./openssh-key";

/**
 * A private key in a form that ssh2 reads: OpenSSH's and the classic PEM ones as they are, PKCS #8 converted.
 *
 * @returns what is wrong with the key otherwise.
 */
export function usablePrivateKey(pem: string, password: string | undefined): string | Error {
    const parsed = utils.parseKey(pem, password);
    if (!(parsed instanceof Error)) {
        return pem;
    }
    try {
        return openSshPrivateKey(createPrivateKey({ key: pem, ...(password === undefined ? {} : { passphrase: password }) }));
    } catch {
        return parsed;
    }
}
