import ipaddr from "ipaddr.js";
import { leaf, type Parsed, type Type } from "../type";
import { text } from "./scalar";

const label = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const hostName = new RegExp(`^(?=.{1,253}$)${label}(?:\\.${label})*$`, "i");

/**
 * An IP address or a host name in its one canonical spelling (lower case, IPv6 as RFC 5952 has it),
 * so that two spellings of one address count as one.
 */
export function parseAddress(raw: string): Parsed<string> {
    const ip = parseIp(raw);
    if (ip !== undefined) {
        return { value: ip };
    }
    return isHostName(raw) ? { value: raw.toLowerCase() } : { fix: addressFix(raw) };
}

/** An IP address in canonical spelling; undefined when the text is none. Zone ids and short forms are none. */
export function parseIp(raw: string): string | undefined {
    if (ipaddr.IPv4.isValidFourPartDecimal(raw)) {
        return raw;
    }
    const looksLikeIpv6 = raw.includes(":") && !raw.includes("%") && ipaddr.IPv6.isValid(raw);
    return looksLikeIpv6 ? ipaddr.IPv6.parse(raw).toRFC5952String() : undefined;
}

/** Numbers all the way to a last part that has some, too: an IPv4 address with a slip in it, and no name that anybody has. */
const slippedIp = /^\d+(\.\d+){1,2}\.(\d[a-z\d-]*|[a-z]{1,2}\d{1,2})$/i;

/** Whether the text is a host name; one that ends in a number would be read as a broken IP address by most programs. */
export function isHostName(raw: string): boolean {
    return hostName.test(raw) && !/(^|\.)\d+$/.test(raw) && !slippedIp.test(raw);
}

/** What to do about a text that is no address. */
export function addressFix(raw: string): string {
    if (/^[a-z]+:\/\//i.test(raw)) {
        return "Leave out the scheme and the path: write the host alone.";
    }
    if (/^[^:]+:\d+$/.test(raw)) {
        return "Leave out the port: it is a setting of its own.";
    }
    if (/^[\d.]+$/.test(raw) || slippedIp.test(raw)) {
        return "Write an IPv4 address as four numbers from 0 to 255, such as 10.0.0.5.";
    }
    return "Write an IP address such as 10.0.0.5, or a host name of letters, digits, dots and hyphens.";
}

/** An IP address or host name that something can connect to. */
export const address: Type<string> = text("an IP address or a host name", (raw) => {
    const bare = /^\[(.*)\]$/.exec(raw)?.[1] ?? raw;
    const parsed = parseAddress(bare);
    return "fix" in parsed ? parsed : connectable(parsed.value);
});

/** Refuses addresses that stand for "any" or "many". */
export function connectable(value: string): Parsed<string> {
    const ip = parseIp(value);
    const range = ip === undefined ? "unicast" : ipaddr.parse(ip).range();
    const hopeless = range === "unspecified" || range === "broadcast" || range === "multicast";
    return hopeless ? { fix: `Write the address of one machine: ${value} stands for none or many.` } : { value };
}

/** An IP address to listen on. */
export const ipAddress: Type<string> = text("an IP address", (raw) => {
    const ip = parseIp(raw);
    return ip === undefined ? { fix: "Write an IP address such as 10.0.0.5 or fd00::5." } : { value: ip };
});

/** An address or a network in CIDR notation; a full-length prefix is left out. */
export const network: Type<string> = leaf({
    allowed: "an IP address or a network such as 10.0.0.0/8",
    schema: { type: "string", pattern: "^[0-9a-fA-F:.]+(/[0-9]{1,3})?$" },
    parse: (raw) => (typeof raw === "string" ? parseNetwork(raw) : { fix: "Write it as text, such as 10.0.0.0/8." }),
});

function parseNetwork(raw: string): Parsed<string> {
    const [head = "", length, ...rest] = raw.split("/");
    const ip = parseIp(head);
    if (ip === undefined || rest.length > 0) {
        return { fix: "Write an address such as 10.0.0.5 or a network such as 10.0.0.0/8; names do not work here." };
    }
    const full = ip.includes(":") ? 128 : 32;
    if (length === undefined) {
        return { value: ip };
    }
    if (!/^(0|[1-9]\d{0,2})$/.test(length) || Number(length) > full) {
        return { fix: `Write a prefix length from 0 to ${full} after the slash.` };
    }
    return Number(length) === full ? { value: ip } : networkOf(ip, Number(length));
}

function networkOf(ip: string, length: number): Parsed<string> {
    const cidr = `${ip}/${length}`;
    const first = ip.includes(":")
        ? ipaddr.IPv6.networkAddressFromCIDR(cidr).toRFC5952String()
        : ipaddr.IPv4.networkAddressFromCIDR(cidr).toString();
    return first === ip ? { value: cidr } : { fix: `Write \`${first}/${length}\`, the network that this address lies in.` };
}
