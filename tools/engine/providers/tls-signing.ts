import "reflect-metadata";
import { createHash, webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";
import type { ValueMap } from "../values";
import { text } from "./provider";
import { issue, withLineEnd, type Issued } from "./tls-issue";
import { signingKey, type SigningKey } from "./tls-keys";
import { alternativeNames } from "./tls-names";
import { distinguishedName } from "./tls-subject";

/** All that needs the X.509 library, which is loaded when something is created and not before. */

export interface Signed extends Issued {
    /** Of the key that signed. */
    readonly algorithm: SigningKey["algorithm"];
}

export async function selfSign(inputs: ValueMap): Promise<Signed> {
    const name = distinguishedName(inputs["subject"]);
    if (inputs["isCaCertificate"] === true && name === undefined) {
        throw new Error("The subject of a certificate authority needs at least one name: give it a commonName.");
    }
    const key = await signingKey(text(inputs["privateKeyPem"]));
    const publicKey = await x509.PublicKey.create(key.pair.publicKey, webcrypto);
    const subject = new x509.Name(name ?? []);
    const issued = await issue({ subject, publicKey, subjectAltNames: alternativeNames(inputs), issuer: undefined, key, inputs });
    return { ...issued, algorithm: key.algorithm };
}

export async function signRequest(inputs: ValueMap): Promise<Signed> {
    const request = read("certRequestPem", () => new x509.Pkcs10CertificateRequest(text(inputs["certRequestPem"])));
    const issuer = read("caCertPem", () => new x509.X509Certificate(text(inputs["caCertPem"])));
    const key = await signingKey(text(inputs["caPrivateKeyPem"]));
    const subjectAltNames = request.extensions.find(extension => extension instanceof x509.SubjectAlternativeNameExtension);
    const issued = await issue({ subject: request.subjectName, publicKey: request.publicKey, subjectAltNames, issuer, key, inputs });
    return { ...issued, algorithm: key.algorithm };
}

export interface Requested {
    readonly id: string;
    readonly certRequestPem: string;
    readonly keyAlgorithm: string;
}

export async function makeRequest(inputs: ValueMap): Promise<Requested> {
    const key = await signingKey(text(inputs["privateKeyPem"]));
    const names = alternativeNames(inputs);
    const request = await x509.Pkcs10CertificateRequestGenerator.create(
        {
            name: distinguishedName(inputs["subject"]) ?? [],
            keys: key.pair,
            signingAlgorithm: key.signing,
            extensions: names === undefined ? [] : [names],
        },
        webcrypto,
    );
    const id = createHash("sha1").update(new Uint8Array(request.rawData)).digest("hex");
    return { id, certRequestPem: withLineEnd(request.toString("pem")), keyAlgorithm: key.algorithm };
}

function read<T>(name: string, parse: () => T): T {
    try {
        return parse();
    } catch {
        throw new Error(`${name} can't be read: it has to be one certificate or request in PEM.`);
    }
}
