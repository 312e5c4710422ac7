import type { Problem } from "../problem";
import { storeCommand } from "../types/secret";
import type { Rule } from "./drafts";

const oneYear = 31_536_000_000;

/** A certificate is of no use without its key, and the other way round. */
export const providedNeedsBoth: Rule = ({ tls }) => {
    const missing = (["certificate", "key"] as const).filter((part) => tls?.mode === "provided" && tls[part] === null);
    return missing.map((part) => ({
        path: `tls.${part}`,
        found: "nothing",
        allowed: "a certificate and its key, for mode provided",
        fix: part === "key" ? `Store it encrypted: \`${storeCommand("tls.key")}\`.` : "Paste the certificate and its chain, in PEM.",
    }));
};

/** What would silently not be used is refused. */
export const onlyProvidedTakesACertificate: Rule = ({ tls }) => {
    const unused = tls?.mode === undefined || tls.mode === "provided" ? [] : (["certificate", "key"] as const).filter((part) => tls[part] !== null && tls[part] !== undefined);
    return unused.map((part) => ({
        path: `tls.${part}`,
        found: `a ${part} with mode ${tls?.mode ?? ""}`,
        allowed: "nothing, unless the mode is provided",
        fix: "Set `tls.mode: provided`, or remove it.",
    }));
};

/** Browsers that were told to insist on HTTPS could not come back. */
export const hstsNeedsTls: Rule = ({ tls, site }) => {
    const promised = tls?.hsts !== undefined && tls.hsts !== null && tls.hsts !== "auto";
    const fix = "Remove it, turn TLS on, or name what ends TLS before this proxy in `site.trustedProxies`.";
    return tls?.mode === "off" && promised && site?.trustedProxies?.length === 0
        ? [{ path: "tls.hsts", found: "hsts with mode off, and no trusted proxies", allowed: "off, where nobody speaks TLS to the site's clients", fix }]
        : [];
};

/** The conditions of the list that browsers ship with (hstspreload.org). */
export const preloadIsForTheWholeDomain: Rule = ({ tls }): Problem[] => {
    const hsts = tls?.hsts;
    if (typeof hsts !== "object" || hsts?.preload !== true || hsts.maxAge === undefined || hsts.includeSubdomains === undefined) {
        return [];
    }
    const fix = "Set `includeSubdomains: true` and a `maxAge` of at least `1y`, or remove it.";
    const good = hsts.includeSubdomains && hsts.maxAge >= oneYear;
    return good ? [] : [{ path: "tls.hsts.preload", found: "true", allowed: "true with includeSubdomains and a maxAge of 1y or more", fix }];
};
