import ipaddr from "ipaddr.js";
import type { Deployed, Proxy } from "../deployed/deployed";
import type { Server } from "../deployed/nginx/servers";
import type { Finding, Rule } from "../rule";
import { byEnvironment } from "./by-environment";
import { encryptedServers, passingLocations, realNames } from "./passing";
import { listOr } from "./words";

export const siteNamed: Rule = {
    name: "site-named",
    title: "An encrypted site has a name that its certificate is for",
    severity: "high",
    why: "A site without names answers to every one, with a certificate that is made for its own machine alone: clients refuse it, or are told to believe anybody's. What is asked of names, that the certificate covers them and that browsers stay with HTTPS, is asked of none then.",
    fix: "Name the site in `site.hosts`: its certificate is made for those names. Or give it a certificate of your own in `tls.certificate` and `tls.key`.",
    levels: byEnvironment("disabled", "disabled", "mandatory"),
    figures: {},
    check: deployed => (deployed.proxies.some(answersToAll) ? localCertificates(deployed) : []),
};

/** On an address that others reach: on loopback `localhost` is the site's name. */
function answersToAll(proxy: Proxy): boolean {
    return encryptedServers(proxy).some(server => realNames(server).length === 0 && passingLocations(server).length > 0 && !isOnLoopback(server));
}

function isOnLoopback({ listens }: Server): boolean {
    return listens.every(({ address, socket }) => socket !== undefined || (address !== undefined && isLocal(address)));
}

function localCertificates({ certificates }: Deployed): Finding[] {
    return certificates
        .filter(({ names }) => names.every(isLocal))
        .map(({ urn, where, names }) => ({ urn, where, found: `a certificate for ${listOr(names, "no name")}, where the site answers to every name`, allowed: "one for the site's own names" }));
}

function isLocal(name: string): boolean {
    return name === "localhost" || (ipaddr.isValid(name) && ipaddr.parse(name).range() === "loopback");
}
