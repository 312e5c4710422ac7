import "reflect-metadata";
import { randomBytes, webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";
import { isList, type Value, type ValueMap } from "../values";
import type { SigningKey } from "./tls-keys";
import { extendedUses, keyUses } from "./tls-uses";

export interface Order {
    readonly subject: x509.Name;
    readonly publicKey: x509.PublicKey;
    readonly subjectAltNames: x509.SubjectAlternativeNameExtension | undefined;
    /** Absent: the certificate signs itself. */
    readonly issuer: x509.X509Certificate | undefined;
    readonly key: SigningKey;
    /** The resource's inputs, without secret markers. */
    readonly inputs: ValueMap;
}

export interface Issued {
    /** The serial number, in decimal. */
    readonly id: string;
    readonly certPem: string;
    readonly validityStartTime: string;
    readonly validityEndTime: string;
}

/** Issues a certificate with the extensions that terraform-provider-tls gives it. */
export async function issue(order: Order): Promise<Issued> {
    const serial = randomBytes(16);
    // A serial number is positive, so its first bit is not set.
    serial[0] = (serial[0] ?? 0) & 0x7f;
    const notBefore = new Date(Math.floor(Date.now() / 1000) * 1000);
    const notAfter = new Date(notBefore.getTime() + Number(order.inputs["validityPeriodHours"]) * 3_600_000);
    const certificate = await x509.X509CertificateGenerator.create(
        {
            serialNumber: serial.toString("hex"),
            subject: order.subject,
            issuer: order.issuer?.subjectName ?? order.subject,
            notBefore,
            notAfter,
            publicKey: order.publicKey,
            signingKey: order.key.pair.privateKey,
            signingAlgorithm: order.key.signing,
            extensions: await extensionsFor(order),
        },
        webcrypto,
    );
    return {
        id: BigInt(`0x${serial.toString("hex")}`).toString(),
        certPem: withLineEnd(certificate.toString("pem")),
        validityStartTime: moment(notBefore),
        validityEndTime: moment(notAfter),
    };
}

async function extensionsFor({ inputs, publicKey, subjectAltNames, issuer, subject }: Order): Promise<x509.Extension[]> {
    const isAuthority = inputs["isCaCertificate"] === true;
    const pathLength = typeof inputs["maxPathLength"] === "number" && inputs["maxPathLength"] >= 0 ? inputs["maxPathLength"] : undefined;
    const ownId = isAuthority || inputs["setSubjectKeyId"] === true ? await x509.SubjectKeyIdentifierExtension.create(publicKey, false, webcrypto) : undefined;
    const issuerId = issuer?.getExtension(x509.SubjectKeyIdentifierExtension) ?? (inputs["setAuthorityKeyId"] === true ? ownId : undefined);
    return [
        ...usesFor(inputs["allowedUses"]),
        new x509.BasicConstraintsExtension(isAuthority, isAuthority ? pathLength : undefined, true),
        ...(ownId === undefined ? [] : [ownId]),
        ...(issuerId === undefined ? [] : [new x509.AuthorityKeyIdentifierExtension(issuerId.keyId)]),
        // A certificate without a subject is known by these names alone, so they are critical then (RFC 5280, 4.2.1.6).
        ...(subjectAltNames === undefined ? [] : [new x509.SubjectAlternativeNameExtension(subjectAltNames.names.toJSON(), subject.toString() === "")]),
    ];
}

function usesFor(value: Value | undefined): x509.Extension[] {
    const uses = (isList(value) ? value : []).map(String);
    const bits = uses.reduce((all, use) => all | (keyUses[use] ?? 0), 0);
    const purposes = uses.flatMap(use => extendedUses[use] ?? []);
    return [
        ...(bits === 0 ? [] : [new x509.KeyUsagesExtension(bits, true)]),
        ...(purposes.length === 0 ? [] : [new x509.ExtendedKeyUsageExtension(purposes, false)]),
    ];
}

/** RFC 3339, in whole seconds, as a certificate holds it. */
function moment(date: Date): string {
    return date.toISOString().replace(/\.\d+Z$/, "Z");
}

export function withLineEnd(pem: string): string {
    return `${pem.replaceAll("\r", "").trimEnd()}\n`;
}
