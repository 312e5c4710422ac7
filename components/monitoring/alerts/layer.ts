import { formatDuration, ms } from "../../config/units";
import { diskUsed } from "../disk";
import type { Figures } from "../figures";
import type { Measured } from "../measured";
import type { Alert } from "./alert";

const expiry = "evenkeel_certificate_expiry_timestamp_seconds";

/** The load balancer itself, as one proxy on one machine. */
export function layerAlerts(model: Measured): readonly Alert[] {
    return [
        ...certificateAlerts(model, expiry),
        {
            name: "ReloadFailed",
            severity: "critical",
            expression: "evenkeel_reload_failed == 1",
            lasting: ms(60_000),
            summary: "The proxy does not serve the release that was deployed last",
            description: "It runs on with an older configuration: instances that have come or gone since are not known to it.",
        },
        {
            name: "ProxyDown",
            severity: "critical",
            expression: "nginx_up == 0",
            lasting: ms(60_000),
            summary: "The proxy does not answer its exporter",
            description: "Nobody reaches any service while it is down.",
        },
        {
            name: "DiskAlmostFull",
            severity: "warning",
            expression: `1 - ${diskUsed} < 0.1`,
            lasting: ms(300_000),
            summary: "{{ $value | humanizePercentage }} of the engine's disk is left",
            description: "Logs, releases and the services' volumes lie on {{ $labels.device }}. On a full disk no release can be deployed.",
        },
    ];
}

/** All proxies have the same certificate: it is told of once. */
export function proxiesCertificate(model: Measured, figures: Figures): readonly Alert[] {
    return certificateAlerts(model, `min(${figures.series(expiry)})`);
}

function certificateAlerts({ monitoring, tls }: Measured, expires: string): readonly Alert[] {
    const limit = monitoring.alerts.certificate;
    return tls.mode === "off" ? [] : [{
        name: "CertificateExpiry",
        severity: "warning",
        expression: `${expires} - time() < ${String(limit / 1000)}`,
        lasting: ms(300_000),
        summary: "The certificate expires in {{ $value | humanizeDuration }}",
        description: `That is less than ${formatDuration(limit)}. Browsers refuse the site from then on.`,
    }];
}
