import { describe, expect, it } from "vitest";
import { dataVolumes, monitoringContainers } from "../../../components/targets/docker/monitoring/containers";
import { monitoringSpec } from "../../../components/targets/docker/monitoring/spec";
import { jobs } from "../../../components/monitoring/jobs";
import { monitoringDrafts } from "../../../components/monitoring/drafts";
import { measured } from "./measured-stack";

const model = measured();
const containers = monitoringContainers(model);
const specs = containers.map((container) => monitoringSpec(model, container));
const spec = (part: string) => specs.find(({ name }) => name === `healthai-${part}`);

describe("the monitoring containers", () => {
    it("are these, and none where nothing is measured", () => {
        expect(specs.map(({ name }) => name)).toEqual(["nginx-exporter", "node-exporter", "log-exporter", "alertmanager", "prometheus", "grafana"].map((part) => `healthai-${part}`));
        expect(monitoringContainers({ ...model, monitoring: null })).toEqual([]);
    });

    it("publish three pages, on the address that the stack file names", () => {
        const published = monitoringContainers(measured({}, {}, { listen: "10.1.2.3", ports: { prometheus: 9190, alertmanager: 9193, grafana: 3100 } }));
        const ports = published.flatMap((container) => monitoringSpec(measured({}, {}, { listen: "10.1.2.3" }), container).ports ?? []);
        expect(ports).toEqual([
            { internal: 9093, external: 9193, ip: "10.1.2.3" },
            { internal: 9090, external: 9190, ip: "10.1.2.3" },
            { internal: 3000, external: 3100, ip: "10.1.2.3" },
        ]);
    });

    it.each(specs.map((each) => [each.name, each] as const))("%s has no power over anything", (_, { user, capabilities, securityOpts, readOnly, volumes, memory, memorySwap }) => {
        expect(user).toMatch(/^[1-9]\d*:\d+$/);
        expect(capabilities).toEqual({ drops: ["ALL"] });
        expect(securityOpts).toEqual(["no-new-privileges:true"]);
        expect(readOnly || user === "472:0").toBe(true);
        expect(volumes.filter((volume) => !volume.readOnly).map(({ volumeName }) => volumeName)).toEqual(volumes.filter(({ volumeName }) => dataVolumes.some((data) => volumeName === `healthai-${data}`)).map(({ volumeName }) => volumeName));
        expect(volumes.every(({ volumeName }) => /^healthai-[a-z0-9-]+$/.test(volumeName) && volumeName !== "healthai-config")).toBe(true);
        expect(memorySwap).toBe(memory);
    });

    it("reach the instances through Prometheus alone", () => {
        const inBack = specs.filter(({ networksAdvanced }) => networksAdvanced.some(({ name }) => name === "healthai-back"));
        expect(inBack.map(({ name }) => name)).toEqual(["healthai-prometheus"]);
        expect(specs.every(({ networksAdvanced }) => networksAdvanced.some(({ name }) => name === "healthai-monitoring"))).toBe(true);
    });

    it("have the names and ports that Prometheus and Grafana look for", () => {
        const known = new Set([...containers.map(({ part, port }) => `${part}:${String(port)}`), "localhost:9090"]);
        const wanted = jobs(model).filter(({ service }) => service === null).flatMap(({ targets }) => targets);
        expect(wanted.filter((target) => !known.has(target))).toEqual([]);
        expect(monitoringDrafts(model).find(({ path }) => path.includes("datasources"))?.content).toContain("http://prometheus:9090");
    });

    it("read files that the release has", () => {
        const paths = monitoringDrafts(model).map(({ path }) => path.replace("monitoring", "/etc/evenkeel-monitoring"));
        const named = specs.flatMap(({ command = [], envs }) => [...command, ...envs]).flatMap((word) => /=(\/etc\/evenkeel-monitoring\/.*)/.exec(word)?.[1] ?? []);
        expect(named.filter((file) => !paths.some((path) => path === file || path.startsWith(`${file}/`)))).toEqual(["/etc/evenkeel-monitoring/metrics"]);
    });

    it("are made anew when something changes that the engine cannot change in them", () => {
        const label = (each = model) => monitoringContainers(each).map((container) => monitoringSpec(each, container).labels[1]?.value);
        expect(label()).toEqual(label(measured()));
        const changed = label(measured({}, {}, { listen: "10.1.2.3" })).map((value, i) => value !== label()[i]);
        expect(changed).toEqual([false, false, false, true, true, true]);
    });
});

describe("Prometheus", () => {
    it("keeps figures for as long as the stack file says, and has no endpoint that stops it", () => {
        expect(spec("prometheus")?.command).toEqual([
            "--config.file=/etc/evenkeel-monitoring/prometheus/prometheus.yml", "--storage.tsdb.path=/prometheus", "--storage.tsdb.retention.time=2w1d",
            "--web.external-url=http://localhost:9090/",
        ]);
    });
});

describe("Grafana", () => {
    it("takes its password from a file, and nobody in without one", () => {
        const { envs = [] } = spec("grafana") ?? {};
        expect(envs).toEqual(expect.arrayContaining([
            "GF_SECURITY_ADMIN_PASSWORD__FILE=/run/secrets/grafana-password", "GF_AUTH_ANONYMOUS_ENABLED=false", "GF_USERS_ALLOW_SIGN_UP=false",
            "GF_ANALYTICS_REPORTING_ENABLED=false", "GF_ANALYTICS_CHECK_FOR_UPDATES=false",
        ]));
        expect(containers.flatMap(({ secretFiles }) => secretFiles)).toEqual([{ path: "/run/secrets/grafana-password", secret: "grafanaPassword" }]);
    });
});

describe("the exporters", () => {
    it("ask the proxy on its socket, read the log that is made for them, and what the health checker says", () => {
        expect(spec("nginx-exporter")?.command).toContain("--nginx.scrape-uri=unix:/run/evenkeel/control.sock:/nginx_status");
        expect(spec("log-exporter")?.command).toContain("--logs=/var/log/nginx/healthai.metrics.log");
        expect(spec("node-exporter")?.command).toContain("--collector.textfile.directory=/etc/evenkeel-monitoring/metrics");
    });
});
