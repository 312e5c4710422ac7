import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { logProgramDrafts, logProgramFile } from "../../../components/monitoring/drafts";
import { monitoringFiles, monitoringObjects } from "../../../components/targets/kubernetes/monitoring/objects";
import { withProgram } from "../monitoring/with-program";
import { byOperator, measuredCluster } from "./measured-cluster";

const folder = join(__dirname, "../../golden/monitoring/kubernetes");
const files = monitoringFiles(measuredCluster());
const monitors = monitoringObjects(measuredCluster({}, byOperator)).filter(({ kind }) => kind === "PodMonitor");
const pages = monitoringObjects(measuredCluster()).flatMap((object) => (object.kind === "ConfigMap" ? Object.entries(object.data) : [])).filter(([name]) => name.endsWith(".json"));

describe("what the cluster's Prometheus and Grafana are given", () => {
    it.each(Object.entries(files))("%s is as the golden file has it", async (name, content) => {
        await expect(content).toMatchFileSnapshot(join(folder, name));
    });

    it("has the PodMonitors of the golden file", async () => {
        await expect(monitors.map((object) => stringify(object, { lineWidth: 0 })).join("---\n")).toMatchFileSnapshot(join(folder, "pod-monitors.yml"));
    });

    it.each(pages.slice(0, 2))("%s is as the golden file has it", async (name, content) => {
        await expect(content).toMatchFileSnapshot(join(folder, name));
    });

    it("has a program for the log of pods in the release, which calls them by their addresses alone", async () => {
        const [program] = logProgramDrafts(measuredCluster());
        expect(program?.path).toBe(logProgramFile);
        await expect(program?.content).toMatchFileSnapshot(join(folder, "access.mtail"));
    });
});

/** Debian's programs know no Kubernetes. */
function scrapeConfigs(): object[] {
    const jobs = Object.entries(files).flatMap(([name, content]) => (name.startsWith("scrape-") ? (parse(content) as { scrape_configs: Record<string, unknown>[] }).scrape_configs : []));
    return jobs.map((job) => Object.fromEntries(Object.entries(job).filter(([key]) => key !== "kubernetes_sd_configs")));
}

withProgram("promtool", "what promtool says of the files for a cluster's Prometheus", (promtool) => {
    it("nothing", () => {
        const here = mkdtempSync(join(tmpdir(), "evenkeel-manifests-"));
        try {
            Object.entries(files).forEach(([name, content]) => { writeFileSync(join(here, name), content); });
            writeFileSync(join(here, "prometheus.yml"), stringify({ rule_files: ["alert-rules.yml"], scrape_configs: scrapeConfigs() }));
            const { status, stdout, stderr } = spawnSync(promtool, ["check", "config", "prometheus.yml"], { cwd: here, encoding: "utf8" });
            expect(status, `${stdout}${stderr}`).toBe(0);
            expect(stdout).not.toContain("duplicate");
        } finally {
            rmSync(here, { recursive: true });
        }
    });
});

withProgram("mtail", "what mtail makes of the log of pods", (mtail) => {
    it.each([
        ["10.244.0.7:8000", "10.244.0.7"],
        ["[fd00::7]:8000", "[fd00::7]"],
        ["evenkeel_app", ""],
        ["evenkeel_app.all", ""],
        ["-", ""],
        ["", ""],
    ])("counts for %s under %j", (servedBy, instance) => {
        const here = mkdtempSync(join(tmpdir(), "evenkeel-mtail-"));
        try {
            writeFileSync(join(here, "access.mtail"), logProgramDrafts(measuredCluster())[0]?.content ?? "");
            writeFileSync(join(here, "log"), `{"status":200,"request_time":0.001,"service":"app","served_by":"${servedBy}","upstream_status":"200"}\n`);
            const { stdout } = spawnSync(mtail, ["--progs", here, "--logs", join(here, "log"), "--one_shot", "--one_shot_format", "prometheus", "--logtostderr", "--emit_prog_label=false"], { encoding: "utf8" });
            expect(stdout).toContain(`evenkeel_requests_total{instance="${instance}",service="app",status="2xx"} 1\n`);
        } finally {
            rmSync(here, { recursive: true });
        }
    });
});
