import type { Parsed, Type } from "../type";
import { text } from "./scalar";
import { unseen } from "./unseen";

const token = /^[A-Za-z0-9!#%&'*+.^_`|~-]{1,100}$/;

/** Headers that the proxy writes itself, with the reason that a user reads. */
const owned: Readonly<Record<string, string>> = {
    "strict-transport-security": "Use `tls.hsts` instead.",
    "retry-after": "Use `site.maintenance.retryAfter` instead.",
    "expires": "Use `site.static.expires` instead.",
};

const ownedNames = [
    "connection", "content-encoding", "content-length", "content-range", "content-type", "date", "etag", "host", "keep-alive",
    "last-modified", "location", "proxy-connection", "server", "set-cookie", "te", "trailer", "transfer-encoding", "upgrade", "vary",
    "www-authenticate", "x-accel-redirect", "x-request-id", "x-served-by", "x-cache",
];

/** The name of a response header (a token of RFC 9110) that is not one of the proxy's own. */
export const headerName: Type<string> = text("a response header that the proxy does not write itself", (raw): Parsed<string> => {
    if (!token.test(raw)) {
        return { fix: "Write a header name such as X-Frame-Options: letters, digits and hyphens." };
    }
    const instead = owned[raw.toLowerCase()];
    if (instead !== undefined) {
        return { fix: instead };
    }
    return ownedNames.includes(raw.toLowerCase()) ? { fix: `Remove it: the proxy sets ${raw} on every answer that needs it.` } : { value: raw };
}, { pattern: token.source });

/** The value of a response header: visible ASCII and spaces, without `$`, which begins a variable in the proxy's language. */
export const headerValue: Type<string> = unseen(text("up to 1000 visible ASCII characters without $", (raw): Parsed<string> => {
    if (raw === "") {
        return { fix: "Write the value, or `off` to leave the header out." };
    }
    if (raw !== raw.trim()) {
        return { fix: "Remove the spaces at its ends." };
    }
    if (raw.length > 1000) {
        return { fix: "Shorten it." };
    }
    return /^[\x20-\x7e]+$/.test(raw) && !raw.includes("$") ? { value: raw } : { fix: "Remove $, line breaks, and characters outside ASCII." };
}, { pattern: "^[\\x20-\\x23\\x25-\\x7e]+$", maxLength: 1000 }));

/** One line of text for people: anything but control characters, line separators and `$`. */
export const message: Type<string> = text("one line of text, up to 500 characters, without $", (raw): Parsed<string> => {
    if (raw.trim() === "" || raw.length > 500) {
        return { fix: "Write one line of 1 to 500 characters." };
    }
    return /[\p{Cc}\p{Cs}\u2028\u2029$]/u.test(raw) ? { fix: "Remove $, line breaks and control characters." } : { value: raw };
}, { minLength: 1, maxLength: 500 });

/** nginx keeps media types in hash buckets of 64 bytes, a size that nothing can change: a longer one fails to load. */
const longestMediaType = 46;

/** A media type such as `text/css`; `text/html` is always compressed, and nginx warns of naming it. */
export const mediaType: Type<string> = text("a media type such as application/json", (raw): Parsed<string> => {
    if (!/^[a-z0-9][a-z0-9.+-]*\/[a-z0-9][a-z0-9.+-]*$/.test(raw)) {
        return { fix: "Write type and subtype in lower case, such as application/json." };
    }
    if (raw.length > longestMediaType) {
        return { fix: `Remove it: nginx takes no media type of more than ${longestMediaType} characters here.` };
    }
    return raw === "text/html" ? { fix: "Remove it: text/html is always compressed." } : { value: raw };
}, { pattern: "^[a-z0-9][a-z0-9.+-]*/[a-z0-9][a-z0-9.+-]*$" });
