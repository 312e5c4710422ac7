import { formatDuration } from "../config/units";
import { containerPorts, jobs, type Job } from "./jobs";
import type { MeasuredModel } from "./measured";

/** `prometheus.yml`. Rules lie beside it. */
export function prometheusConfig(model: MeasuredModel): object {
    const interval = formatDuration(model.monitoring.interval);
    return {
        global: { scrape_interval: interval, evaluation_interval: interval, external_labels: { site: model.name } },
        rule_files: ["alert-rules.yml"],
        alerting: { alertmanagers: [{ static_configs: [{ targets: [`alertmanager:${String(containerPorts.alertmanager)}`] }] }] },
        scrape_configs: jobs(model).map(scrape),
    };
}

function scrape({ name, path, interval, targets, service, speaksForOthers }: Job): object {
    return {
        job_name: name,
        ...(path === "/metrics" ? {} : { metrics_path: path }),
        ...(interval === null ? {} : { scrape_interval: formatDuration(interval) }),
        ...(speaksForOthers ? { honor_labels: true } : {}),
        static_configs: [{ targets, ...(service === null ? {} : { labels: { service } }) }],
        // An instance is called the same in all figures, whoever tells them.
        ...(service === null ? {} : { relabel_configs: [{ source_labels: ["__address__"], regex: "(.*):\\d+", target_label: "instance" }] }),
    };
}
