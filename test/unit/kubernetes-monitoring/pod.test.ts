import { describe, expect, it } from "vitest";
import { servicePodAnnotations } from "../../../components/targets/kubernetes/monitoring/annotations";
import { agentMetrics, metricsVolumes, sidecars } from "../../../components/targets/kubernetes/monitoring/pod";
import { kubernetesService } from "../kubernetes/model";
import { ms } from "../proxy/model";
import { byOperator, measuredCluster } from "./measured-cluster";

const model = measuredCluster();
const unmeasured = { ...model, monitoring: null };
const args = (name: string) => sidecars(model).find((sidecar) => sidecar.name === name)?.args;

describe("the exporters of the proxy's pod", () => {
    it("are three, and none where nothing is measured", () => {
        expect(sidecars(model).map(({ name, ports, image }) => [name, ports, image])).toEqual([
            ["nginx-exporter", [{ name: "nginx-exporter", containerPort: 9113, protocol: "TCP" }], model.target.images.nginxExporter],
            ["node-exporter", [{ name: "node-exporter", containerPort: 9100, protocol: "TCP" }], model.target.images.nodeExporter],
            ["log-exporter", [{ name: "log-exporter", containerPort: 3903, protocol: "TCP" }], model.target.images.logExporter],
        ]);
        expect([...sidecars(unmeasured), ...metricsVolumes(unmeasured), ...agentMetrics(unmeasured).env]).toEqual([]);
    });

    it.each(sidecars(model).map((sidecar) => [sidecar.name, sidecar] as const))("%s changes nothing, takes little, and never decides whether the proxy is ready", (_, sidecar) => {
        expect(sidecar).toMatchObject({
            restartPolicy: "Always",
            securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] }, readOnlyRootFilesystem: true },
            resources: { requests: { cpu: "10m", memory: "32Mi" } },
        });
        expect(sidecar.resources.limits?.memory).toMatch(/^(64|128)Mi$/);
        expect(sidecar.volumeMounts?.every(({ readOnly }) => readOnly)).toBe(true);
        expect(sidecar.livenessProbe).toMatchObject({ httpGet: { path: "/", port: sidecar.name } });
        expect(sidecar.readinessProbe).toBeUndefined();
    });

    it("ask the proxy on its socket, read the log that is made for them, and what the health checker says", () => {
        expect(args("nginx-exporter")).toContain("--nginx.scrape-uri=unix:/run/evenkeel/control.sock:/nginx_status");
        expect(args("log-exporter")).toEqual(expect.arrayContaining(["--logs=/var/log/nginx/healthai.metrics.log", "--progs=/evenkeel/release/monitoring/log-exporter"]));
        expect(args("node-exporter")).toContain("--collector.textfile.directory=/evenkeel/metrics");
        expect(agentMetrics(model)).toEqual({ env: [{ name: "EVENKEEL_METRICS", value: "/evenkeel/metrics/evenkeel.prom" }], volumeMounts: [{ name: "metrics", mountPath: "/evenkeel/metrics" }] });
    });
});

describe("annotations", () => {
    const told = kubernetesService("app", {}, { metrics: { path: "/monitoring/export", interval: ms(30_000) } });

    it("lead to the metrics of a service, where it has some", () => {
        expect(servicePodAnnotations(model, told, 8000)).toEqual({ "prometheus.io/scrape": "true", "prometheus.io/port": "8000", "prometheus.io/path": "/monitoring/export" });
        expect(servicePodAnnotations(model, kubernetesService("docs"), 8000)).toEqual({});
    });

    it.each([["nothing is measured", unmeasured], ["the operator is told", measuredCluster({}, byOperator)]])("are none where %s", (_, stack) => {
        expect(servicePodAnnotations(stack, told, 8000)).toEqual({});
    });
});
