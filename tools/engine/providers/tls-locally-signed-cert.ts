import { issuedCertificate } from "./tls-issued-cert";

/** `tls:index/locallySignedCert:LocallySignedCert`: a request, signed by an authority that is in the state too. */
export const locallySignedCert = issuedCertificate({
    required: ["certRequestPem", "caPrivateKeyPem", "caCertPem", "validityPeriodHours", "allowedUses"],
    defaults: { earlyRenewalHours: 0, isCaCertificate: false, setSubjectKeyId: false, readyForRenewal: false },
    algorithmOutput: "caKeyAlgorithm",
    sign: async inputs => (await import("./tls-signing")).signRequest(inputs),
});
