import { formatDuration, ms } from "../../config/units";
import type { MeasuredModel } from "../measured";
import { diskUsed } from "../queries";
import type { Alert } from "./alert";

/** The load balancer itself. */
export function layerAlerts({ monitoring, tls }: MeasuredModel): readonly Alert[] {
    return [
        ...(tls.mode === "off" ? [] : [certificateExpiry(monitoring.alerts.certificate / 1000, formatDuration(monitoring.alerts.certificate))]),
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

function certificateExpiry(seconds: number, text: string): Alert {
    return {
        name: "CertificateExpiry",
        severity: "warning",
        expression: `evenkeel_certificate_expiry_timestamp_seconds - time() < ${String(seconds)}`,
        lasting: ms(300_000),
        summary: "The certificate expires in {{ $value | humanizeDuration }}",
        description: `That is less than ${text}. Browsers refuse the site from then on.`,
    };
}
