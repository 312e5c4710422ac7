import type { Proxy } from "../deployed/deployed";
import type { Directive } from "../deployed/nginx/directive";
import { inForce } from "../deployed/nginx/scope";
import type { Server } from "../deployed/nginx/servers";
import type { Finding, Rule } from "../rule";
import { byEnvironment } from "./by-environment";
import { encryptedServers, serverPlace } from "./passing";
import { list, listOr } from "./words";

const goodProtocols = ["TLSv1.2", "TLSv1.3"];

/** OpenSSL's names of the suites for TLS 1.2 that have both forward secrecy and authenticated encryption (RFC 9325, 4.2). */
export const goodCiphers: readonly string[] = [
    "ECDHE-ECDSA-AES128-GCM-SHA256",
    "ECDHE-ECDSA-AES256-GCM-SHA384",
    "ECDHE-ECDSA-CHACHA20-POLY1305",
    "ECDHE-RSA-AES128-GCM-SHA256",
    "ECDHE-RSA-AES256-GCM-SHA384",
    "ECDHE-RSA-CHACHA20-POLY1305",
    "DHE-RSA-AES128-GCM-SHA256",
    "DHE-RSA-AES256-GCM-SHA384",
    "DHE-RSA-CHACHA20-POLY1305",
];

export const tlsFloor: Rule = {
    name: "tls-floor",
    title: "TLS 1.2 and 1.3 alone, with forward secrecy and authenticated encryption",
    severity: "high",
    why: "TLS 1.0 and 1.1 are broken and forbidden (RFC 8996). A cipher without forward secrecy lets whoever gets the key read what was recorded before, and OpenSSL drops names that it does not know without a word.",
    fix: "Choose `tls.profile: intermediate` (TLS 1.2 and 1.3) or `modern` (TLS 1.3 alone), and leave the rendered ciphers as they are.",
    levels: byEnvironment("advisory", "mandatory", "mandatory"),
    figures: {},
    check: ({ proxies }) =>
        proxies.flatMap(proxy => onePerLine(encryptedServers(proxy).flatMap(server => [...protocols(proxy, server), ...ciphers(proxy, server)]))),
};

function protocols(proxy: Proxy, server: Server): Finding[] {
    const said = inForce(server.scope, "ssl_protocols");
    const wrong = said.flatMap(({ args }) => args).filter(protocol => !goodProtocols.includes(protocol));
    const finding = { urn: proxy.urn, where: lineOf(proxy, server, said), allowed: "TLSv1.2 and TLSv1.3" };
    if (said.length === 0) {
        return [{ ...finding, found: "no ssl_protocols: nginx's own choice had TLS 1.0 and 1.1 until 1.23.4" }];
    }
    return wrong.length === 0 ? [] : [{ ...finding, found: `ssl_protocols with ${list(wrong)}` }];
}

/** The suites of TLS 1.3 are all good, and `ssl_ciphers` has no say in them. */
function ciphers(proxy: Proxy, server: Server): Finding[] {
    const offered = inForce(server.scope, "ssl_protocols").flatMap(({ args }) => args);
    if (offered.length > 0 && offered.every(protocol => protocol === "TLSv1.3")) {
        return [];
    }
    const said = inForce(server.scope, "ssl_ciphers");
    const names = said.flatMap(({ args }) => (args[0] ?? "").split(":")).filter(name => !/^[!-]/.test(name));
    const wrong = names.filter(name => !goodCiphers.includes(name));
    const found = said.length === 0 ? "no ssl_ciphers: OpenSSL's own choice has ciphers without forward secrecy" : `ssl_ciphers with ${listOr(wrong, "no cipher's name")}`;
    const allowed = `${goodCiphers.slice(0, 3).join(", ")} and their like: ECDHE or DHE, with GCM or CHACHA20-POLY1305`;
    return names.length > 0 && wrong.length === 0 ? [] : [{ urn: proxy.urn, where: lineOf(proxy, server, said), found, allowed }];
}

/** Where the directive stands, or the server that should have it. */
function lineOf(proxy: Proxy, server: Server, [said]: readonly Directive[]): string {
    return said === undefined ? serverPlace(proxy, server) : `${proxy.where}, ${said.file}:${said.line}`;
}

/** Servers share the file that says how they are encrypted. */
function onePerLine(findings: readonly Finding[]): readonly Finding[] {
    return [...new Map(findings.map(finding => [`${finding.where} ${finding.found}`, finding])).values()];
}
