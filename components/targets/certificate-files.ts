import { createHash, X509Certificate } from "node:crypto";
import type { BundleFile } from "./bundle";

/**
 * The name of a certificate on a host: the sha256 of its file, which covers the whole chain. On the host,
 * `sha256sum site.crt` says the same.
 */
export function chainFingerprint(certificatePem: string): string {
    return createHash("sha256").update(asFile(certificatePem)).digest("hex");
}

/** A certificate's folder on the host. Holds the key: a secret. */
export function certificateFiles(certificatePem: string, privateKeyPem: string): readonly BundleFile[] {
    return [
        { path: "certificate/site.crt", mode: "0644", content: asFile(certificatePem) },
        { path: "certificate/site.key", mode: "0600", content: asFile(privateKeyPem) },
        // What the running proxy is asked for, to know which certificate it serves.
        { path: "certificate/id.conf", mode: "0644", content: `default "${chainFingerprint(certificatePem)}";\n` },
        ...expiryFile(certificatePem),
    ];
}

/**
 * When the leaf is no longer good, in seconds since 1970: for who watches over it where there is no openssl. What is no
 * certificate has no such time, and is refused by others.
 */
function expiryFile(certificatePem: string): readonly BundleFile[] {
    try {
        const seconds = Math.floor(Date.parse(new X509Certificate(certificatePem).validTo) / 1000);
        return [{ path: "certificate/expires", mode: "0644", content: `${String(seconds)}\n` }];
    } catch {
        return [];
    }
}

/** One form for every way of writing the same PEM in a stack file. */
function asFile(pem: string): string {
    return `${pem.replaceAll("\r", "").trim()}\n`;
}
