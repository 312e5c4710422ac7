import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { monitoringDrafts } from "../../../components/monitoring/drafts";
import { render } from "../../../components/proxy/render";
import { app, measured } from "./measured-stack";
import { ms } from "../proxy/model";

const folder = join(__dirname, "../../golden/monitoring");
const drafts = new Map(monitoringDrafts(measured()).map(({ path, content }) => [path.replace("monitoring/", ""), content]));

/** A file of the stack, read as Prometheus and its friends read it. */
function read(path: string, model = measured()): unknown {
    return parse(monitoringDrafts(model).find(draft => draft.path === `monitoring/${path}`)?.content ?? "");
}

describe("the files of a measured stack", () => {
    it("are these", () => {
        expect([...drafts.keys()]).toEqual([
            "prometheus/prometheus.yml", "prometheus/alert-rules.yml", "alertmanager/alertmanager.yml",
            "grafana/provisioning/datasources/prometheus.yml", "grafana/provisioning/dashboards/evenkeel.yml",
            "grafana/dashboards/overview.json", "grafana/dashboards/service-app.json", "grafana/dashboards/service-docs.json",
            "log-exporter/access.mtail",
        ]);
    });

    it.each([...drafts.keys()])("%s is as the golden file has it", async (path) => {
        await expect(drafts.get(path)).toMatchFileSnapshot(join(folder, path));
    });

    it("are none when nothing is measured", () => {
        expect(monitoringDrafts({ ...measured(), monitoring: null })).toEqual([]);
    });

    it("are sealed with the release, and marked but for those that have no comments", () => {
        const model = measured();
        const files = render(model, monitoringDrafts(model)).files.filter(({ path }) => path.startsWith("monitoring/"));
        for (const { path, content } of files) {
            expect(content.startsWith("# managed by evenkeel, sha256 "), path).toBe(!path.endsWith(".json"));
        }
    });
});

describe("Prometheus", () => {
    it("has the jobs of seed 004, and one for each other program", () => {
        expect(read("prometheus/prometheus.yml")).toMatchObject({
            global: { scrape_interval: "15s", evaluation_interval: "15s" },
            rule_files: ["alert-rules.yml"],
            alerting: { alertmanagers: [{ static_configs: [{ targets: ["alertmanager:9093"] }] }] },
            scrape_configs: [
                {
                    job_name: "app",
                    metrics_path: "/monitoring/export",
                    scrape_interval: "30s",
                    static_configs: [{ targets: ["app-1:8000", "app-2:8000", "app-3:8000", "app-backup-1:8000"], labels: { service: "app" } }],
                },
                { job_name: "nginx", static_configs: [{ targets: ["nginx-exporter:9113"] }] },
                { job_name: "node-exporter", static_configs: [{ targets: ["node-exporter:9100"] }] },
                { job_name: "access-log", honor_labels: true, static_configs: [{ targets: ["log-exporter:3903"] }] },
                { job_name: "prometheus" },
                { job_name: "alertmanager" },
            ],
        });
    });

    it("keeps the job of a service apart that is called like one of its own", () => {
        const model = measured({ services: [app({ name: "nginx" })] });
        const { scrape_configs: jobs } = read("prometheus/prometheus.yml", model) as { scrape_configs: { job_name: string }[] };
        expect(jobs.map(({ job_name }) => job_name)).toEqual(["service-nginx", "nginx", "node-exporter", "access-log", "prometheus", "alertmanager"]);
    });
});

describe("Alertmanager", () => {
    it("posts to the webhook, and says when it is over", () => {
        const webhook = "https://alerts.example.com/hook?team=a";
        const model = measured({}, { alerts: { ...measured().monitoring.alerts, webhook } });
        expect(read("alertmanager/alertmanager.yml", model)).toMatchObject({
            route: { receiver: "webhook" },
            receivers: [{ name: "webhook", webhook_configs: [{ url: webhook, send_resolved: true }] }],
        });
    });

    it("keeps alerts on its own page without one", () => {
        expect(read("alertmanager/alertmanager.yml")).toMatchObject({ route: { receiver: "page" }, receivers: [{ name: "page" }] });
    });
});

describe("the certificate", () => {
    it("is watched only where there is one", () => {
        const text = (model = measured()) => monitoringDrafts(model).map(({ content }) => content).join("");
        expect(text()).toContain("evenkeel_certificate_expiry_timestamp_seconds - time() < 1209600");
        expect(text(measured({ tls: { mode: "off", hsts: null } }))).not.toContain("evenkeel_certificate");
    });
});

describe("the latency histogram", () => {
    it.each([[1000, "1, 2, 2.5"], [750, "0.5, 0.75, 1, 1.5, 2.5"], [300_000, "60, 300, 600"]])("has the threshold of %i ms for a bound, and one above it", (latency, bounds) => {
        const model = measured({}, { alerts: { ...measured().monitoring.alerts, latency: ms(latency) } });
        const program = monitoringDrafts(model).find(({ path }) => path.endsWith(".mtail"))?.content;
        expect(program).toContain(bounds);
    });
});
