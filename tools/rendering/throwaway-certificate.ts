import "reflect-metadata";
import { KeyObject, webcrypto } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as x509 from "@peculiar/x509";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;

/** Writes what stands in for the site's certificate where it is not at hand: nginx refuses to look at a site without one. */
export async function writeThrowawayCertificate(folder: string): Promise<void> {
    const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
    const certificate = await x509.X509CertificateGenerator.createSelfSigned({ name: "CN=evenkeel rehearsal", keys, signingAlgorithm: algorithm }, webcrypto);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "site.crt"), certificate.toString("pem"));
    writeFileSync(join(folder, "site.key"), KeyObject.from(keys.privateKey).export({ type: "pkcs8", format: "pem" }).toString());
    writeFileSync(join(folder, "id.conf"), 'default "0000";\n');
}
