import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, describe, it } from "vitest";
import { stringify } from "yaml";
import { runbook } from "../../../components/monitoring/alerts/alert";
import { alertGroups, alertRules } from "../../../components/monitoring/alerts/rules";
import { alertCases, type AlertCase } from "./alert-cases";
import { measured } from "./measured-stack";
import { withProgram } from "./with-program";

const alerts = alertGroups(measured()).flatMap(([, group]) => group);

withProgram("promtool", "what Prometheus says of the alert rules", (promtool) => {
    it.each(alertCases.map((case_) => [case_.alert, case_.told === null ? "silent" : "told", case_.name, case_] as const))("%s is %s when %s", (_, __, ___, case_) => {
        const folder = mkdtempSync(join(tmpdir(), "evenkeel-rules-"));
        try {
            writeFileSync(join(folder, "alert-rules.yml"), stringify(alertRules(measured())));
            writeFileSync(join(folder, "test.yml"), stringify(promtoolTest(case_)));
            const { status, stdout, stderr } = spawnSync(promtool, ["test", "rules", "test.yml"], { cwd: folder, encoding: "utf8" });
            expect(status, `${stdout}${stderr}`).toBe(0);
        } finally {
            rmSync(folder, { recursive: true });
        }
    });
});

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

describe.each(alerts)("$name", (alert) => {
    it("has a case in which it is told and one in which it is not", () => {
        const cases = alertCases.filter((case_) => case_.alert === alert.name);
        expect(new Set(cases.map(({ told }) => told !== null))).toEqual(new Set([true, false]));
    });

    it("has a page that says what to do, headed by its name", () => {
        const page = join(__dirname, "../../..", runbook(alert));
        expect(existsSync(page), page).toBe(true);
        expect(readFileSync(page, "utf8")).toMatch(new RegExp(`^# ${alert.name}\n`));
    });
});
