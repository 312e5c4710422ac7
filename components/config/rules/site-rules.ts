import type { Problem } from "../problem";
import { present, type Rule } from "./drafts";

/** Two listeners can't share a port. */
export const portsDiffer: Rule = ({ site, tls }) => {
    const same = site?.http !== undefined && site.http === site.https && tls?.mode !== "off";
    return same ? [{ path: "site.https", found: `${site.https ?? ""}, the same as site.http`, allowed: "a port of its own", fix: "Change one of the two." }] : [];
};

/** Header names are the same in any case. */
export const eachHeaderOnce: Rule = ({ site }) => {
    const first = new Map<string, string>();
    return present(site?.headers).flatMap(({ name, path }): Problem[] => {
        const earlier = first.get(name.toLowerCase());
        first.set(name.toLowerCase(), earlier ?? name);
        return earlier === undefined ? [] : [{ path, found: `${name} after ${earlier}`, allowed: "each header once", fix: "Remove one of the two: case makes no difference in header names." }];
    });
};
