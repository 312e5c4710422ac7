import { covers } from "../../components/tls/certificate-names";
import type { Deployed } from "../deployed/deployed";
import type { Rule } from "../rule";
import { byEnvironment } from "./by-environment";
import { encryptedServers, realNames } from "./passing";
import { list, listOr } from "./words";

export const certificateCoversHosts: Rule = {
    name: "certificate-covers-hosts",
    title: "The certificate is for every name that the site answers to",
    severity: "critical",
    why: "Clients that reach the site by a name which is not in its certificate refuse to go on.",
    fix: "Have the name added to the certificate in `tls.certificate`, or take it out of `site.hosts`. A self-signed certificate is made for all of `site.hosts` by itself.",
    levels: byEnvironment("advisory", "mandatory", "mandatory"),
    figures: {},
    check: deployed => {
        const [names, covered] = [servedNames(deployed), deployed.certificates.flatMap(({ names }) => names)];
        const left = names.filter(name => !covered.some(pattern => covers(pattern, name)));
        const [certificate, proxy] = [deployed.certificates[0], deployed.proxies[0]];
        const place = certificate ?? proxy;
        const which = certificate === undefined ? "no certificate" : `a certificate for ${listOr(covered, "no name")}`;
        const found = `${which}, where the site answers to ${list(left)}`;
        return left.length === 0 || place === undefined ? [] : [{ urn: place.urn, where: place.where, found, allowed: "one that covers every server_name" }];
    },
};

function servedNames({ proxies }: Deployed): readonly string[] {
    return [...new Set(proxies.flatMap(proxy => encryptedServers(proxy).flatMap(realNames)))];
}
