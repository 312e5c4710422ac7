import * as pulumi from "@pulumi/pulumi";

/** What a target needs to terminate TLS. */
export interface Certificate {
    /** PEM, the leaf first. */
    readonly certificatePem: pulumi.Output<string>;
    /** PEM; always a secret. */
    readonly privateKeyPem: pulumi.Output<string>;
    /** PEM of the authority to trust, where it is the stack's own. */
    readonly authorityPem?: pulumi.Output<string>;
}

/** A pair that the user brought, as it is. */
export function providedCertificate(certificate: string, key: pulumi.Output<string>): Certificate {
    return {
        certificatePem: pulumi.output(certificate),
        privateKeyPem: pulumi.secret(key),
    };
}
