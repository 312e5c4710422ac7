import { defaulted, optional } from "../setting";
import { ipAddress } from "../types/address";
import { group } from "../types/group";
import { duration } from "../types/measure";
import { integer, yesOrNo } from "../types/scalar";
import { share } from "../types/share";
import { webAddress } from "../types/url";
import { onDocker } from "./targets";

const port = integer(1, 65_535);

const ports = group({
    prometheus: defaulted(port, 9090, { ...onDocker, doc: "Port of Prometheus." }),
    alertmanager: defaulted(port, 9093, { ...onDocker, doc: "Port of Alertmanager." }),
    grafana: defaulted(port, 3000, { ...onDocker, doc: "Port of Grafana." }),
});

const alerts = group({
    webhook: optional(webAddress, "alerts show on Alertmanager's page alone", {
        ...onDocker,
        doc: "Where Alertmanager posts alerts to; it stands in clear in the stack file.",
        link: "https://prometheus.io/docs/alerting/latest/configuration/#webhook_config",
    }),
    errorRatio: defaulted(share, 0.05, { ...onDocker, doc: "Share of a service's requests that may fail." }),
    latency: defaulted(duration({ from: "10ms", to: "1h" }), "1s", { ...onDocker, doc: "Time in which 95 of 100 requests of a service have to be answered." }),
    certificate: defaulted(duration({ from: "1h", to: "1y" }), "14d", { ...onDocker, doc: "How long before the site's certificate expires." }),
});

/** `evenkeel:monitoring`: what is measured, for how long it is kept, and what is told of. */
export const monitoring = group({
    enabled: defaulted(yesOrNo, true, { ...onDocker, doc: "Whether there is monitoring; false keeps the block for later." }),
    listen: defaulted(ipAddress, "127.0.0.1", {
        ...onDocker,
        doc: "Address of the engine's machine on which the pages are published; only Grafana asks for a password.",
    }),
    ports: defaulted(ports, {}, { ...onDocker, doc: "Where the pages are published." }),
    retention: defaulted(duration({ from: "1h", to: "10y", wholeSeconds: true }), "15d", { ...onDocker, doc: "How long metrics are kept." }),
    interval: defaulted(duration({ from: "1s", to: "5m", wholeSeconds: true }), "15s", { ...onDocker, doc: "Pause between two readings of everything that has no interval of its own." }),
    alerts: defaulted(alerts, {}, { ...onDocker, doc: "What is told of." }),
});
