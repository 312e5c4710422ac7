import type { Proxy } from "../deployed/deployed";
import { directivesNamed } from "../deployed/nginx/scope";
import type { Finding, Rule } from "../rule";
import { byEnvironment } from "./by-environment";
import { hasStrangers } from "./networks";
import { list } from "./words";

export const trustedProxiesNamed: Rule = {
    name: "trusted-proxies-named",
    title: "Only named proxies are believed about who sends a request",
    severity: "critical",
    why: "A trusted proxy says for whom it asks. Where strangers are trusted, `X-Forwarded-For: 127.0.0.1` makes one of them an operator, and another address in each request gets around every limit.",
    fix: "Name in `site.trustedProxies` the addresses or networks of the proxies before this one, and no others: those of a cluster's entrance, of a load balancer, or of a CDN as it publishes them. Leave it out where clients reach this proxy itself.",
    levels: byEnvironment("advisory", "mandatory", "mandatory"),
    figures: {},
    check: ({ proxies }) => proxies.flatMap(believed),
};

/** CDNs publish networks of up to this width as their own: 104.16.0.0/13 and 2a06:98c0::/29 are Cloudflare's widest. */
const widest = { ipv4: 13, ipv6: 29 };

function believed({ urn, where, nginx }: Proxy): Finding[] {
    const networks = new Set(directivesNamed(nginx, "set_real_ip_from").flatMap(({ args }) => args));
    const strange = [...networks].filter(network => hasStrangers(network, widest));
    const allowed = `private networks, and public ones no wider than /${widest.ipv4}, of IPv6 /${widest.ipv6}`;
    return strange.length === 0 ? [] : [{ urn, where, found: `set_real_ip_from ${list(strange)}, so that strangers are believed`, allowed }];
}
