import type { X509Certificate } from "node:crypto";
import ipaddr from "ipaddr.js";

/** An entry of Node's list of alternative names, which quotes whatever could be taken for two of them. */
const entry = /(?:^|, )([\w ]+):("(?:[^"\\]|\\.)*"|[^",]*)/g;

/** The host names and addresses that a certificate is for, these as people write them. Names of other kinds are none of a site's. */
export function certificateNames({ subjectAltName = "" }: X509Certificate): readonly string[] {
    return [...subjectAltName.matchAll(entry)].flatMap(([, kind, name = ""]) => ((kind === "DNS" || kind === "IP Address") && !name.startsWith('"') ? [shortened(name)] : []));
}

/** As clients compare them (RFC 9525, 6.3): the asterisk stands for one whole label, and never for part of an address. */
export function covers(pattern: string, name: string): boolean {
    const [wanted, given] = [shortened(name).toLowerCase(), shortened(pattern).toLowerCase()];
    const isOneOfMany = !ipaddr.isValid(name) && !wanted.startsWith("*.") && wanted.replace(/^[^.]+/, "*") === given;
    return wanted === given || (isOneOfMany && given.startsWith("*."));
}

/** OpenSSL spells out an IPv6 address, in capitals. */
function shortened(name: string): string {
    return ipaddr.isValid(name) ? ipaddr.parse(name).toString() : name;
}
