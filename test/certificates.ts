import "reflect-metadata";
import { webcrypto, type KeyObject, KeyObject as NodeKey } from "node:crypto";
import * as x509 from "@peculiar/x509";

export interface Pair {
    readonly certificate: string;
    readonly key: string;
}

export interface PairOptions {
    readonly names: readonly string[];
    readonly from?: Date;
    readonly to?: Date;
}

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const day = 24 * 60 * 60 * 1000;

/** A self-signed pair for tests, valid for a day around now unless told otherwise. */
export async function makePair(options: PairOptions): Promise<Pair> {
    const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
    const certificate = await x509.X509CertificateGenerator.createSelfSigned(
        {
            name: "CN=evenkeel test",
            notBefore: options.from ?? new Date(Date.now() - day),
            notAfter: options.to ?? new Date(Date.now() + day),
            keys,
            signingAlgorithm: algorithm,
            extensions: [new x509.SubjectAlternativeNameExtension(options.names.map(alternativeName))],
        },
        webcrypto,
    );
    return { certificate: certificate.toString("pem"), key: pem(NodeKey.from(keys.privateKey)) };
}

function alternativeName(name: string): x509.GeneralName {
    return new x509.GeneralName(/^[\d.]+$|:/.test(name) ? "ip" : "dns", name);
}

function pem(key: KeyObject): string {
    return key.export({ type: "pkcs8", format: "pem" }).toString();
}
