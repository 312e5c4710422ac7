import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import type { Certificate } from "./certificate";
import type { SubjectNames } from "./names";

export interface SelfSignedArgs {
    /** The layer's name, which the authority and the leaf carry as their common name. */
    readonly name: string;
    readonly names: SubjectNames;
}

const hoursPerDay = 24;
const authorityDays = 3650;
/** Clients refuse a leaf that lives longer than 398 days (CA/Browser Forum, ballot SC31). */
const leafDays = 397;
/** The first `up` of the last three months renews, so that a stack touched once a quarter never expires. */
const renewalDays = 90;

/** A certificate authority of the stack's own and a leaf signed by it, both on ECDSA P-256. */
export class SelfSignedCertificate extends pulumi.ComponentResource implements Certificate {
    readonly certificatePem: pulumi.Output<string>;
    readonly privateKeyPem: pulumi.Output<string>;
    readonly authorityPem: pulumi.Output<string>;

    constructor(name: string, private readonly args: SelfSignedArgs, options?: pulumi.ComponentResourceOptions) {
        super("evenkeel:tls:SelfSignedCertificate", name, {}, options);
        const authorityKey = this.key(`${name}-authority-key`);
        const authority = this.authority(`${name}-authority`, authorityKey);
        const key = this.key(`${name}-key`);
        const leaf = this.leaf(name, key, authorityKey, authority);
        this.certificatePem = leaf.certPem;
        this.privateKeyPem = pulumi.secret(key.privateKeyPem);
        this.authorityPem = authority.certPem;
        this.registerOutputs({ certificatePem: this.certificatePem, authorityPem: this.authorityPem });
    }

    private key(name: string): tls.PrivateKey {
        return new tls.PrivateKey(name, { algorithm: "ECDSA", ecdsaCurve: "P256" }, { parent: this });
    }

    private authority(name: string, key: tls.PrivateKey): tls.SelfSignedCert {
        return new tls.SelfSignedCert(
            name,
            {
                privateKeyPem: key.privateKeyPem,
                subject: { commonName: `${this.args.name} certificate authority` },
                isCaCertificate: true,
                setSubjectKeyId: true,
                validityPeriodHours: authorityDays * hoursPerDay,
                earlyRenewalHours: leafDays * hoursPerDay,
                allowedUses: ["cert_signing", "crl_signing"],
            },
            { parent: this },
        );
    }

    private leaf(name: string, key: tls.PrivateKey, authorityKey: tls.PrivateKey, authority: tls.SelfSignedCert): tls.LocallySignedCert {
        const request = new tls.CertRequest(
            `${name}-request`,
            {
                privateKeyPem: key.privateKeyPem,
                subject: { commonName: this.args.name },
                dnsNames: [...this.args.names.dns],
                ipAddresses: [...this.args.names.ip],
            },
            { parent: this },
        );
        return new tls.LocallySignedCert(
            `${name}-leaf`,
            {
                certRequestPem: request.certRequestPem,
                caPrivateKeyPem: authorityKey.privateKeyPem,
                caCertPem: authority.certPem,
                setSubjectKeyId: true,
                validityPeriodHours: leafDays * hoursPerDay,
                earlyRenewalHours: renewalDays * hoursPerDay,
                allowedUses: ["digital_signature", "server_auth"],
            },
            { parent: this },
        );
    }
}
