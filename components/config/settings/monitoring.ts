import { defaulted, optional } from "../setting";
import { group } from "../types/group";
import { duration } from "../types/measure";
import { yesOrNo } from "../types/scalar";
import { share } from "../types/share";
import { webAddress } from "../types/url";
import { measured, onDocker } from "./targets";

const alerts = group({
    webhook: optional(webAddress, "alerts show on Alertmanager's page alone", {
        ...onDocker,
        instead: "Remove it: on kubernetes the cluster's own Alertmanager knows whom to tell.",
        doc: "Where Alertmanager posts alerts to; it stands in clear in the stack file.",
        link: "https://prometheus.io/docs/alerting/latest/configuration/#webhook_config",
    }),
    errorRatio: defaulted(share, 0.05, { ...measured, doc: "Share of a service's requests that may fail." }),
    latency: defaulted(duration({ from: "10ms", to: "1h" }), "1s", { ...measured, doc: "Time in which 95 of 100 requests of a service have to be answered." }),
    certificate: defaulted(duration({ from: "1h", to: "1y" }), "14d", { ...measured, doc: "How long before the site's certificate expires." }),
});

/** `evenkeel:monitoring`: what is measured, for how long it is kept, and what is told of. */
export const monitoring = group({
    enabled: defaulted(yesOrNo, true, { ...measured, doc: "Whether there is monitoring; false keeps the block for later." }),
    retention: defaulted(duration({ from: "1h", to: "10y", wholeSeconds: true }), "15d", {
        ...onDocker,
        instead: "Remove it: on kubernetes the cluster's own Prometheus keeps what it reads, for as long as its settings say.",
        doc: "How long metrics are kept.",
    }),
    interval: defaulted(duration({ from: "1s", to: "5m", wholeSeconds: true }), "15s", { ...measured, doc: "Pause between two readings of everything that has no interval of its own." }),
    alerts: defaulted(alerts, {}, { ...measured, doc: "What is told of." }),
});
