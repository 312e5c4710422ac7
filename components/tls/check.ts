import { createPrivateKey, X509Certificate } from "node:crypto";
import type { Model } from "../config/model";
import type { Problem } from "../config/problem";
import { certificateNames, covers } from "./certificate-names";

export interface ProvidedPair {
    readonly certificate: string;
    readonly key: string | undefined;
    readonly hosts: readonly string[];
    readonly now: Date;
}

/**
 * Checks the certificate that a stack file brings, where it brings one.
 *
 * @param key undefined where the secret can't be read, as in `check-config`: it is checked before anything is deployed.
 */
export function checkProvided({ tls, site }: Model, key: string | undefined, now: Date): Problem[] {
    return tls.mode === "provided" ? checkPair({ certificate: tls.certificate, key, hosts: site.hosts, now }) : [];
}

/** Everything that would make clients refuse a provided certificate, or nginx refuse to load it. */
export function checkPair(pair: ProvidedPair): Problem[] {
    const leaf = parse(pair.certificate);
    if (leaf === undefined) {
        return [unreadable];
    }
    return [
        ...checkValidity(leaf, pair.now),
        ...uncovered(certificateNames(leaf), pair.hosts),
        ...(pair.key === undefined ? [] : checkKey(leaf, pair.key)),
    ];
}

const unreadable: Problem = {
    path: "tls.certificate",
    found: "text that is no X.509 certificate",
    allowed: "a certificate in PEM: the leaf first, then its intermediates",
    fix: "Paste the whole file, from -----BEGIN CERTIFICATE----- to the last -----END CERTIFICATE-----.",
};

function parse(pem: string): X509Certificate | undefined {
    try {
        return new X509Certificate(pem);
    } catch {
        return undefined;
    }
}

function checkValidity(leaf: X509Certificate, now: Date): Problem[] {
    const allowed = `a certificate that is valid on ${now.toISOString().slice(0, 10)}`;
    if (new Date(leaf.validTo) <= now) {
        const found = `a certificate that expired on ${leaf.validTo}`;
        return [{ path: "tls.certificate", found, allowed, fix: "Renew it and paste the new one, with its key." }];
    }
    if (new Date(leaf.validFrom) > now) {
        const found = `a certificate that is valid from ${leaf.validFrom} on`;
        return [{ path: "tls.certificate", found, allowed, fix: "Check this machine's clock, or use the one it replaces." }];
    }
    return [];
}

function uncovered(names: readonly string[], hosts: readonly string[]): Problem[] {
    return hosts.filter(host => !names.some(name => covers(name, host))).map(host => ({
        path: "tls.certificate",
        found: `a certificate for ${names.length === 0 ? "no name at all" : names.join(", ")}`,
        allowed: `one that covers every name in site.hosts, "${host}" among them`,
        fix: `Have "${host}" added to the certificate, or take it out of site.hosts.`,
    }));
}

function checkKey(leaf: X509Certificate, pem: string): Problem[] {
    const problem = (found: string): Problem[] => [
        {
            path: "tls.key",
            found,
            allowed: "the private key of tls.certificate, in PEM, without a passphrase",
            fix: "Set the key that belongs to the certificate: npm run set-secret -- STACK --tls.key < FILE",
        },
    ];
    try {
        return leaf.checkPrivateKey(createPrivateKey(pem)) ? [] : problem("a private key of another certificate");
    } catch {
        return problem("a secret that is no private key");
    }
}
