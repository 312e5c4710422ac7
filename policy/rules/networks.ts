import ipaddr from "ipaddr.js";

/** The shortest prefix that a network may have, by its kind of address. */
export interface Narrowest {
    readonly ipv4: number;
    readonly ipv6: number;
}

/** Whom nobody meets on the internet: private networks, those of providers' own customers, a link's and a machine's own. */
const ownNetworks = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "127.0.0.0/8", "fc00::/7", "fe80::/10"].map(network => ipaddr.parseCIDR(network));

/** Whether a network, as nginx writes it, has strangers in it: it reaches beyond private networks, and is wider than anybody's own. */
export function hasStrangers(network: string, { ipv4, ipv6 }: Narrowest): boolean {
    if (network === "all" || !ipaddr.isValidCIDR(network)) {
        return network === "all";
    }
    const [address, bits] = ipaddr.parseCIDR(network);
    const isPrivate = ownNetworks.some(([own, ownBits]) => own.kind() === address.kind() && bits >= ownBits && address.match(own, ownBits));
    return !isPrivate && bits < (address.kind() === "ipv4" ? ipv4 : ipv6);
}
