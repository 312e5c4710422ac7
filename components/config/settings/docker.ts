import { builtIn, defaulted, optional, type Setting } from "../setting";
import { ipAddress } from "../types/address";
import { group } from "../types/group";
import { imageReference } from "../types/image";
import { duration } from "../types/measure";
import { integer, yesOrNo } from "../types/scalar";
import { engineAddress } from "../types/url";
import { onDocker } from "./targets";

function image(reference: string, doc: string): Setting<string> {
    return defaulted(imageReference, reference, { ...onDocker, doc });
}

const images = group({
    proxy: image("nginx:1.28.0", "The proxy: nginx with a POSIX shell, curl and util-linux, as the Debian-based official image has them."),
    probe: image("busybox:1.37.0-musl", "A static busybox, put into every instance to ask it for its health."),
    prometheus: image("prom/prometheus:v3.9.1", "Gathers the metrics."),
    alertmanager: image("prom/alertmanager:v0.31.1", "Sends the alerts."),
    grafana: image("grafana/grafana:12.3.1", "Shows the metrics."),
    nginxExporter: image("nginx/nginx-prometheus-exporter:1.5.1", "Metrics of the proxy's connections."),
    nodeExporter: image("prom/node-exporter:v1.10.2", "Metrics of the engine's machine."),
    logExporter: image("ghcr.io/google/mtail:3.0.8", "mtail: makes metrics of the access log."),
});

const port = integer(1, 65_535);

const ports = group({
    prometheus: defaulted(port, 9090, { ...onDocker, doc: "Port of Prometheus." }),
    alertmanager: defaulted(port, 9093, { ...onDocker, doc: "Port of Alertmanager." }),
    grafana: defaulted(port, 3000, { ...onDocker, doc: "Port of Grafana." }),
});

const pages = group({
    listen: defaulted(ipAddress, "127.0.0.1", {
        ...onDocker,
        doc: "Address of the engine's machine on which the pages are published; only Grafana asks for a password.",
    }),
    ports: defaulted(ports, {}, { ...onDocker, doc: "Where the pages are published." }),
});

/** `evenkeel:docker`: the engine that runs everything. */
export const docker = group({
    host: optional(engineAddress, "DOCKER_HOST, else the engine of this machine", {
        ...onDocker,
        doc: "The Docker engine.",
        link: "https://docs.docker.com/engine/security/protect-access/",
    }),
    isolated: defaulted(yesOrNo, false, { ...onDocker, doc: "Whether the instances are cut off from everything outside of this stack." }),
    updateTimeout: defaulted(duration({ from: "5s", to: "1h", wholeSeconds: true }), "2m", {
        ...onDocker,
        doc: "How long a new instance may take until it answers its health check; then the update fails and the old one serves on.",
    }),
    images: defaulted(images, {}, { ...onDocker, doc: "What the containers besides the instances are started from." }),
    monitoring: defaulted(pages, {}, { ...onDocker, doc: "Where the monitoring's pages are published, where the stack has `monitoring`." }),
});

/** The proxy's image where the stack file names none. */
export const usualImages = builtIn(images, {});
