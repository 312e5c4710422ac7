import type { Model, TlsPolicy } from "../../config/model";
import type { Printed } from "../printed";
import { wholeSeconds } from "./measures";
import { quote } from "./quote";
import { supports } from "./versions";

/** What `tls.conf` says. */
export interface TlsView {
    readonly protocols: Printed;
    /** null: TLS 1.3 alone, whose ciphers are all good. */
    readonly ciphers: Printed | null;
    readonly ticketsOff: boolean;
    readonly http2: boolean;
    readonly httpsUrl: Printed;
}

/** The suites for TLS 1.2 of Mozilla's "intermediate", without those that need a Diffie-Hellman file. */
export const ciphers = [
    "ECDHE-ECDSA-AES128-GCM-SHA256",
    "ECDHE-RSA-AES128-GCM-SHA256",
    "ECDHE-ECDSA-AES256-GCM-SHA384",
    "ECDHE-RSA-AES256-GCM-SHA384",
    "ECDHE-ECDSA-CHACHA20-POLY1305",
    "ECDHE-RSA-CHACHA20-POLY1305",
];

/** null: the site is not encrypted. */
export function tlsView({ tls, nginx, site }: Model): TlsView | null {
    if (tls.mode === "off") {
        return null;
    }
    const modern = tls.profile === "modern";
    return {
        protocols: quote("phrase", modern ? "TLSv1.3" : "TLSv1.2 TLSv1.3"),
        ciphers: modern ? null : quote("word", ciphers.join(":")),
        ticketsOff: !supports(nginx.version, "ticketRotation"),
        http2: supports(nginx.version, "http2Directive"),
        httpsUrl: httpsUrl(site.httpsPort),
    };
}

/** Where a request to the HTTP port should have gone. */
export function httpsUrl(port: number): Printed {
    return quote("redirect", `https://$host${port === 443 ? "" : `:${port}`}$request_uri`);
}

/** How the client came, as far as this proxy sees or is told by a trusted one. */
export function clientScheme({ site }: Model): Printed {
    return quote("phrase", site.trustedProxies.length === 0 ? "$scheme" : "$evenkeel_scheme");
}

/** null: no Strict-Transport-Security. */
export function hstsValue(tls: Model["tls"]): Printed | null {
    return tls.hsts === null ? null : quote("text", hsts(tls.hsts));
}

function hsts({ maxAge, includeSubdomains, preload }: NonNullable<TlsPolicy["hsts"]>): string {
    return `max-age=${wholeSeconds(maxAge)}${includeSubdomains ? "; includeSubDomains" : ""}${preload ? "; preload" : ""}`;
}
