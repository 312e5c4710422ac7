import { createHash } from "node:crypto";
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
    ];
}

/** One form for every way of writing the same PEM in a stack file. */
function asFile(pem: string): string {
    return `${pem.replaceAll("\r", "").trim()}\n`;
}
