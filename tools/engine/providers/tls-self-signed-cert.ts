import { issuedCertificate } from "./tls-issued-cert";

/** `tls:index/selfSignedCert:SelfSignedCert`. */
export const selfSignedCert = issuedCertificate({
    required: ["privateKeyPem", "validityPeriodHours", "allowedUses"],
    defaults: { earlyRenewalHours: 0, isCaCertificate: false, setSubjectKeyId: false, setAuthorityKeyId: false, readyForRenewal: false },
    algorithmOutput: "keyAlgorithm",
    sign: async inputs => (await import("./tls-signing")).selfSign(inputs),
});
