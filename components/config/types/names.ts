import { addressFix, isHostName, parseIp } from "./address";
import { matching, text } from "./scalar";
import type { Parsed, Type } from "../type";

const namePattern = /^[a-z][a-z0-9_-]{0,39}$/;

/** A name of the user's own that ends up in file, zone and upstream names; `taken` are those that mean something already. */
export function name(taken: readonly string[]): Type<string> {
    const allowed = "a lower-case name of up to 40 letters, digits, _ and -, beginning with a letter";
    return text(allowed, (value) => {
        if (!namePattern.test(value)) {
            return { fix: nameFix(value) };
        }
        return taken.includes(value) ? { fix: `Choose another name: ${value} has a meaning of its own.` } : { value };
    }, { pattern: namePattern.source });
}

/** An account on a machine. */
export const account: Type<string> = matching(
    "an account name",
    /^[a-z_][a-z0-9_-]{0,31}$/,
    "Write the account's name: lower-case letters, digits, _ and -, beginning with a letter.",
);

/** A name that clients use for the site: a host name, `*.` and a host name, or an IP address. */
export const siteName: Type<string> = text("a host name, a wildcard such as *.example.com, or an IP address", (raw): Parsed<string> => {
    const ip = parseIp(/^\[(.*)\]$/.exec(raw)?.[1] ?? raw);
    if (ip !== undefined) {
        return { value: ip };
    }
    return isHostName(raw.replace(/^\*\./, "")) && raw !== "*." ? { value: raw.toLowerCase() } : { fix: siteNameFix(raw) };
});

function nameFix(value: string): string {
    const plain = value.toLowerCase().replace(/[^a-z0-9_-]+/g, "-").replace(/^[^a-z]+|-+$/g, "").slice(0, 40);
    return plain === "" ? "Choose a name such as api or web-ui." : `Write \`${plain}\`, for example.`;
}

function siteNameFix(raw: string): string {
    if (/^[a-z]+:\/\//i.test(raw)) {
        return "Leave out the scheme: write the host name alone.";
    }
    if (/:\d+$/.test(raw)) {
        return "Leave out the port: it is set by `site.http` and `site.https`.";
    }
    if (/^[\d.]+\w*$/.test(raw)) {
        return addressFix(raw);
    }
    if (/[^\x20-\x7e]/.test(raw)) {
        return "Write the name in its ASCII form, beginning with xn-- (punycode).";
    }
    return "Write a host name such as api.example.com; a wildcard stands only for the whole first label.";
}
