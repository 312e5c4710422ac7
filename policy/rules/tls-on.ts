import type { Deployed, Front, Opening, Proxy } from "../deployed/deployed";
import type { Server } from "../deployed/nginx/servers";
import type { Finding, Rule } from "../rule";
import { byEnvironment } from "./by-environment";
import { encryptedServers, locationName, passingLocations, publicServers, serverPlace } from "./passing";
import { list } from "./words";

export const tlsOn: Rule = {
    name: "tls-on",
    title: "Every request travels encrypted",
    severity: "critical",
    why: "Without TLS everybody between a client and the proxy reads passwords and answers, and may change them.",
    fix: "Set `tls.mode` to `self-signed`, or to `provided` with a certificate and key of your own. Plain HTTP then only leads to HTTPS.",
    levels: byEnvironment("disabled", "advisory", "mandatory"),
    figures: {},
    check: deployed => (deployed.front === undefined ? deployed.proxies.flatMap(clientsOf) : [...throughFront(deployed.front), ...pastFront(deployed, deployed.front)]),
};

function clientsOf(proxy: Proxy): Finding[] {
    return encryptedServers(proxy).length === 0 ? [unencrypted(proxy)] : publicServers(proxy).flatMap(server => plain(proxy, server));
}

/** The certificate of a gateway belongs to the cluster's operators. */
function throughFront({ urn, where, tls }: Front): Finding[] {
    const fix = "Name the Secret with the certificate in `kubernetes.expose.ingress.tlsSecret`.";
    return tls === false ? [{ urn, where, found: "an Ingress without `tls`", allowed: "an Ingress with a certificate", fix }] : [];
}

/** What leads to the proxy beside its front meets nobody who ends TLS. */
function pastFront({ openings }: Deployed, front: Front): Finding[] {
    return openings.filter(({ urn, part }) => part === "proxy" && urn !== front.urn).map(opening => inClear(opening, front));
}

function inClear({ urn, where, port }: Opening, front: Front): Finding {
    const found = `port ${port}, which leads to the proxy in clear, past ${front.where}`;
    return { urn, where, found, allowed: "a Service of type ClusterIP", fix: "Remove `kubernetes.expose.type`: behind an ingress or a gateway the proxy's Service is a ClusterIP, which the entrance reaches inside of the cluster." };
}

function unencrypted({ urn, where }: Proxy): Finding {
    return { urn, where, found: "no server that speaks TLS", allowed: "HTTPS, with plain HTTP leading to it" };
}

/** A server whose requests come in unencrypted and go on to a service all the same. */
function plain(proxy: Proxy, server: Server): Finding[] {
    const places = passingLocations(server).map(locationName);
    const open = server.listens.length === 0 || server.listens.some(({ tls, socket }) => !tls && socket === undefined);
    const found = `requests in clear that are sent on, in ${list(places)}`;
    return open && places.length > 0 ? [{ urn: proxy.urn, where: serverPlace(proxy, server), found, allowed: "a redirect to HTTPS" }] : [];
}
