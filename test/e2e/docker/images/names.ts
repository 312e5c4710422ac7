/** Which recipe stands in for which image. */
export const imageNames = {
    proxy: "nginx:1.28.0",
    probe: "busybox:1.37.0-musl",
    prometheus: "prom/prometheus:v3.5.0",
    alertmanager: "prom/alertmanager:v0.28.1",
    grafana: "grafana/grafana:12.1.1",
    nginxExporter: "nginx/nginx-prometheus-exporter:1.4.2",
    nodeExporter: "prom/node-exporter:v1.9.1",
    logExporter: "jaqx0r/mtail:v3.2.4",
    app: "healthai-rag:1.0.0",
    appNext: "healthai-rag:1.1.0",
    /** Starts, says what it lacks, and never becomes healthy. */
    appBroken: "healthai-rag:broken",
    /** Says what it lacks and ends. */
    appCrash: "healthai-rag:crash",
} as const;
