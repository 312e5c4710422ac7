import { X509Certificate } from "node:crypto";
import type { Hsts, Tls, TlsPolicy } from "../../../components/config/model";
import { certificateNames } from "../../../components/tls/certificate-names";
import { change, risking, weights, type Change, type Place } from "../change";
import { comeAndGo, without } from "../collections";
import { list } from "../formats";
import { below, fields, orNone, type Shape } from "../shape";
import { choice, duration, yesOrNo } from "./values";

type Encrypted = Exclude<Tls, { readonly mode: "off" }>;

const strictTransport = hsts();
const policy = fields<TlsPolicy>({ profile: profile(), hsts: strictTransport });

export const tls: Shape<Tls> = {
    show: ({ mode }) => mode,
    changes(before, after, at) {
        const mode = before.mode === after.mode ? [] : risking(whatItMeans(before, after), [change(below(at, "mode"), `${below(at, "mode").path} ${before.mode} to ${after.mode}`)]);
        return [...mode, ...policyChanges(before, after, at)];
    },
};

function policyChanges(before: Tls, after: Tls, at: Place): readonly Change[] {
    if (before.mode !== "off" && after.mode !== "off") {
        return [...policy.changes(before, after, at), ...certificateChanges(before, after, below(at, "certificate"))];
    }
    const goesWithTls = before.mode !== "off" && after.hsts === null;
    return goesWithTls ? [] : strictTransport.changes(before.hsts, after.hsts, below(at, "hsts"));
}

function whatItMeans(before: Tls, after: Tls): string {
    switch (after.mode) {
        case "off":
            return after.hsts !== null ? "Only what ends TLS before the proxy speaks https to clients from now on." : `Everything travels in clear, and clients that use https are refused${before.hsts !== null ? ": browsers that have seen its HSTS use nothing else" : ""}.`;
        case "self-signed":
            return `${sentOn(before)}Clients that do not trust the stack's own authority refuse the certificate.`;
        case "provided":
            return before.mode === "off" ? sentOn(before).trim() : "Clients are shown your certificate in place of the stack's own.";
    }
}

function sentOn({ mode }: Tls): string {
    return mode === "off" ? "Clients that use http are sent to https. " : "";
}

function profile(): Shape<TlsPolicy["profile"]> {
    const shape = choice<TlsPolicy["profile"]>();
    return {
        ...shape,
        changes: (before, after, at) => (after === "modern" ? risking("Clients without TLS 1.3 can't connect any more.", shape.changes(before, after, at)) : shape.changes(before, after, at)),
    };
}

function hsts(): Shape<Hsts | null> {
    const shape = orNone(fields<Hsts>({ maxAge: duration, includeSubdomains: yesOrNo, preload: yesOrNo }));
    return {
        ...shape,
        changes(before, after, at) {
            const risk = hstsRisk(before, after);
            return risk === undefined ? shape.changes(before, after, at) : risking(risk, shape.changes(before, after, at));
        },
    };
}

function hstsRisk(before: Hsts | null, after: Hsts | null): string | undefined {
    if (after?.preload === true && before?.preload !== true) {
        return "Browsers may ship with this rule: taking it back takes months.";
    }
    if (after?.includeSubdomains === true && before?.includeSubdomains !== true) {
        return "Every name below the site's has to have https from now on.";
    }
    return after !== null && before === null ? `Browsers that have seen it insist on https for ${duration.show(after.maxAge)}, whatever you set later.` : undefined;
}

function certificateChanges(before: Encrypted, after: Encrypted, at: Place): Change[] {
    const [old, now] = [before, after].map(tls => (tls.mode === "provided" ? tls.certificate : undefined));
    if (old === now || old === undefined || now === undefined) {
        return [];
    }
    const [from, to] = [read(old), read(now)];
    if (from === undefined || to === undefined) {
        return [change(at, `${at.path} is another one`, weights.certificate)];
    }
    const [come, go] = [without(to.names, from.names), without(from.names, to.names)];
    const validity = `valid until ${to.until} ${to.until === from.until ? "as before" : `instead of ${from.until}`}`;
    if (come.length + go.length === 0) {
        return [change(at, `${whatIsNew(from, to)}: same names, ${validity}`, weights.certificate)];
    }
    const changed = [change(at, `the certificate is for other names (${comeAndGo(come, go)}), ${validity}`, weights.certificate)];
    return go.length === 0 ? changed : risking(`Clients that use ${list(go)} refuse the certificate.`, changed);
}

/** The leaf of a certificate with its chain. */
interface Leaf {
    readonly fingerprint: string;
    readonly names: readonly string[];
    /** Its last day. */
    readonly until: string;
}

function whatIsNew(before: Leaf, after: Leaf): string {
    if (before.fingerprint === after.fingerprint) {
        return "the certificate has another chain";
    }
    return after.until > before.until ? "the certificate is renewed" : "the certificate is another one";
}

function read(pem: string): Leaf | undefined {
    try {
        const leaf = new X509Certificate(pem);
        return { fingerprint: leaf.fingerprint256, names: [...certificateNames(leaf)].sort(), until: new Date(leaf.validTo).toISOString().slice(0, 10) };
    } catch {
        return undefined;
    }
}
