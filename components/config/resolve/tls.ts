import type { Tls } from "../model";
import { usualHsts } from "../settings/tls";
import type { CompleteStack } from "./complete-stack";

/** `evenkeel:tls`: Strict-Transport-Security is on by default only where browsers are known to accept the certificate. */
export function resolveTls({ tls }: CompleteStack): Tls {
    const usual = tls.mode === "provided" ? usualHsts : null;
    const hsts = tls.hsts === "auto" ? usual : tls.hsts;
    switch (tls.mode) {
        case "off":
            return { mode: "off", hsts };
        case "self-signed":
            return { mode: "self-signed", profile: tls.profile, hsts };
        case "provided":
            return { mode: "provided", certificate: tls.certificate ?? "", profile: tls.profile, hsts };
    }
}
