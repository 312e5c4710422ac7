import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, describe, it } from "vitest";
import { runbook } from "../../../components/monitoring/alerts/alert";
import { alertGroups, alertRules } from "../../../components/monitoring/alerts/rules";
import { alertCases } from "./alert-cases";
import { measured } from "./measured-stack";
import { promtoolTests } from "./promtool-tests";

const alerts = alertGroups(measured()).flatMap(([, group]) => group);

promtoolTests("what Prometheus says of the alert rules", alertRules(measured()), alertCases);

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
