import { builtIn, defaulted, optional } from "../setting";
import { choice } from "../types/choice";
import { group } from "../types/group";
import { duration } from "../types/measure";
import { yesOrNo } from "../types/scalar";
import { certificate, secret } from "../types/secret";
import { switchable, wordOr } from "../types/switchable";
import { nginxModule } from "./links";

const acme = "Use provided with a certificate of your own, or self-signed.";

const hsts = group({
    maxAge: defaulted(duration({ from: "1s", to: "10y", wholeSeconds: true }), "1y", {
        doc: "How long browsers insist on HTTPS after a visit.",
    }),
    includeSubdomains: defaulted(yesOrNo, false, { doc: "Whether all names below the site's are included." }),
    preload: defaulted(yesOrNo, false, {
        doc: "Whether browsers may ship with the rule; needs includeSubdomains and a maxAge of 1y.",
        link: "https://hstspreload.org/",
    }),
});

/** What `hsts: on` stands for. */
export const usualHsts = builtIn(hsts, {});

/** `evenkeel:tls`: how the site is encrypted. */
export const tls = group({
    mode: defaulted(choice(["off", "self-signed", "provided"], { later: { acme } }), "self-signed", {
        doc: "Where the certificate comes from.",
    }),
    profile: defaulted(choice(["modern", "intermediate"]), "intermediate", {
        doc: "intermediate: TLS 1.2 and 1.3; modern: TLS 1.3 alone.",
        link: "https://wiki.mozilla.org/Security/Server_Side_TLS",
    }),
    hsts: defaulted(wordOr("auto", "auto" as const, switchable(hsts, {})), "auto", {
        doc: "Tells browsers that came by HTTPS, to this proxy or to a trusted one before it, to use nothing else from now on (Strict-Transport-Security); auto: on for provided certificates, off for others.",
        link: "https://www.rfc-editor.org/rfc/rfc6797",
    }),
    certificate: optional(certificate, "none", {
        doc: "The site's certificate and its chain, for mode provided.",
        link: nginxModule("ssl", "ssl_certificate"),
    }),
    key: optional(secret("the private key in PEM"), "none", {
        doc: "The private key that belongs to the certificate, for mode provided.",
        link: nginxModule("ssl", "ssl_certificate_key"),
    }),
});
