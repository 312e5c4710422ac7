import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { stringify } from "yaml";
import { runbook } from "../../../components/monitoring/alerts/alert";
import type { AlertCase } from "./alert-cases";
import { withProgram } from "./with-program";

/** Each case, as Prometheus itself judges it by these rules. */
export function promtoolTests(name: string, rules: object, cases: readonly AlertCase[]): void {
    withProgram("promtool", name, (promtool) => {
        it.each(cases.map((case_) => [case_.alert, case_.told === null ? "silent" : "told", case_.name, case_] as const))("%s is %s when %s", (_, __, ___, case_) => {
            const folder = mkdtempSync(join(tmpdir(), "evenkeel-rules-"));
            try {
                writeFileSync(join(folder, "alert-rules.yml"), stringify(rules));
                writeFileSync(join(folder, "test.yml"), stringify(promtoolTest(case_)));
                const { status, stdout, stderr } = spawnSync(promtool, ["test", "rules", "test.yml"], { cwd: folder, encoding: "utf8" });
                expect(status, `${stdout}${stderr}`).toBe(0);
            } finally {
                rmSync(folder, { recursive: true });
            }
        });
    });
}

function promtoolTest({ alert, series, at, told }: AlertCase): object {
    const expected = told === null ? [] : [{ exp_labels: told.labels, exp_annotations: { summary: told.summary, description: told.description, runbook: runbook({ name: alert }) } }];
    return {
        rule_files: ["alert-rules.yml"],
        evaluation_interval: "15s",
        tests: [{
            interval: "1m",
            input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
            alert_rule_test: [{ eval_time: at, alertname: alert, exp_alerts: expected }],
        }],
    };
}
