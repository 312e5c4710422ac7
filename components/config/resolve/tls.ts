import type { Tls } from "../model";
import { usualHsts } from "../settings/tls";
import type { CompleteStack } from "./complete-stack";

/** `evenkeel:tls`: Strict-Transport-Security is on by default only where browsers are known to accept the certificate. */
export function resolveTls({ tls }: CompleteStack): Tls {
    switch (tls.mode) {
        case "off":
            return { mode: "off", hsts: tls.hsts === "auto" ? null : tls.hsts };
        case "self-signed":
            return { mode: "self-signed", profile: tls.profile, hsts: tls.hsts === "auto" ? null : tls.hsts };
        case "provided":
            return {
                mode: "provided",
                certificate: tls.certificate ?? "",
                profile: tls.profile,
                hsts: tls.hsts === "auto" ? usualHsts : tls.hsts,
            };
    }
}
