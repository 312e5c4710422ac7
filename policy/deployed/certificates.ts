import { X509Certificate } from "node:crypto";
import { certificateNames } from "../../components/tls/certificate-names";
import { readBundle } from "./bundle";
import type { Certificate, Placed } from "./deployed";
import { placeOf } from "./places";
import { mapAt, numberAt, textAt, textsAt } from "./props";
import type { Props, Registered } from "./registered";

const millisecondsPerHour = 3_600_000;

/**
 * What clients are shown. Where the stack makes it, what it is told to make: a preview knows nothing else yet.
 *
 * @param now what the end of a given certificate is counted from.
 */
export function certificatesOf(resources: readonly Registered[], now: Date): readonly Certificate[] {
    const made = resources.filter(isLeaf).map(leaf => madeCertificate(resources, leaf));
    return made.length > 0 ? made : givenCertificates(resources, now);
}

/** Whether clients are shown it: an authority's own they are not. */
function isLeaf({ type, props }: Registered): boolean {
    return type === "tls:index/locallySignedCert:LocallySignedCert" || type === "tls:index/selfSignedCert:SelfSignedCert" ? props["isCaCertificate"] !== true : false;
}

function madeCertificate(resources: readonly Registered[], leaf: Registered): Certificate {
    const from = leaf.propertyDependencies["certRequestPem"] ?? [];
    const request = resources.find(({ urn }) => from.includes(urn)) ?? leaf;
    return {
        ...placeOf(leaf),
        origin: "self-signed",
        names: [...textsAt(request.props, "dnsNames"), ...textsAt(request.props, "ipAddresses")],
        lifetimeHours: numberAt(leaf.props, "validityPeriodHours") ?? 0,
        renewedHoursBefore: numberAt(leaf.props, "earlyRenewalHours"),
    };
}

/** One for all who serve it. */
function givenCertificates(resources: readonly Registered[], now: Date): readonly Certificate[] {
    const byPem = new Map<string, Placed>();
    for (const resource of resources) {
        const pem = pemOf(resource);
        if (pem !== undefined && !byPem.has(pem)) {
            byPem.set(pem, placeOf(resource));
        }
    }
    return [...byPem].map(([pem, place]) => ({ ...place, origin: "provided", ...contentOf(pem, now), renewedHoursBefore: undefined }));
}

function pemOf({ type, props }: Registered): string | undefined {
    if (type.startsWith("command:")) {
        return readBundle(textAt(props, "stdin") ?? "")?.files.get("certificate/site.crt");
    }
    return type === "kubernetes:core/v1:Secret" ? pemOfSecret(props) : undefined;
}

function pemOfSecret(props: Props): string | undefined {
    const encoded = textAt(mapAt(props, "data"), "tls.crt");
    return encoded === undefined ? textAt(mapAt(props, "stringData"), "tls.crt") : Buffer.from(encoded, "base64").toString();
}

/** What is no certificate is good for nothing, and over. */
function contentOf(pem: string, now: Date): Pick<Certificate, "names" | "lifetimeHours"> {
    try {
        const leaf = new X509Certificate(pem);
        return { names: certificateNames(leaf), lifetimeHours: (Date.parse(leaf.validTo) - now.getTime()) / millisecondsPerHour };
    } catch {
        return { names: [], lifetimeHours: 0 };
    }
}
