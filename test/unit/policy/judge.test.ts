import { expect, it } from "vitest";
import { judge } from "../../../policy/judge";
import { formatVerdicts } from "../../../policy/report";
import type { Finding } from "../../../policy/rule";
import { all, inFiles, setting, without, type Change } from "./change";
import { baseOf, registeredBy } from "./stacks";

const broken = all(
    setting("healthai-app-horizontal-pod-autoscaler", "spec.minReplicas", 1),
    setting("healthai-proxy-deployment", "spec.replicas", 8),
    inFiles("TLSv1.2 TLSv1.3", "TLSv1 TLSv1.2"),
);

async function verdictsOn(environment: "development" | "staging" | "production", overrides = {}): Promise<string[]> {
    const resources = broken(await registeredBy(baseOf.kubernetes));
    return judge(resources, { environment, overrides }).map(({ rule, level, findings }) => `${level} ${rule.name}: ${findings.length}`);
}

it("judges by the environment's levels and figures, what is mandatory first", async () => {
    expect(await verdictsOn("production")).toEqual(["mandatory minimum-instances: 1", "mandatory tls-floor: 1", "advisory rate-limit-total: 1"]);
    expect(await verdictsOn("staging")).toEqual(["mandatory tls-floor: 1", "advisory rate-limit-total: 1"]);
    expect(await verdictsOn("development")).toEqual(["advisory rate-limit-total: 1", "advisory tls-floor: 1"]);
});

it("goes by what the stack file says of single policies", async () => {
    const overrides = { "tls-floor": "disabled", "minimum-instances": "advisory", "rate-limit-total": "mandatory" };
    expect(await verdictsOn("production", overrides)).toEqual(["mandatory rate-limit-total: 1", "advisory minimum-instances: 1"]);
});

it("finds the same in whichever order resources come", async () => {
    const resources = broken(await registeredBy(baseOf.kubernetes));
    const terms = { environment: "production", overrides: {} } as const;
    expect(formatVerdicts(judge(resources.toReversed(), terms))).toBe(formatVerdicts(judge(resources, terms)));
});

it.each([
    ["nothing", () => []],
    ["no proxy", without("healthai-proxy-deployment")],
    ["no service", without(/^healthai-app-(backup-)?deployment$/)],
])("does not take it for right where rules see %s", async (_what, change: Change) => {
    const resources = change(await registeredBy(baseOf.kubernetes));
    expect(() => judge(resources, { environment: "production", overrides: {} })).toThrow("The policies can't be asked");
});

it("tells people of each rule once: where, what, what instead, why, how and where more stands", async () => {
    const resources = setting("healthai-app-horizontal-pod-autoscaler", "spec.minReplicas", 1)(await registeredBy(baseOf.kubernetes));
    const [verdict] = judge(resources, { environment: "production", overrides: {} });
    const other: Finding = { urn: "", where: "service api", found: "1 instance", allowed: "at least 2", fix: "Give it another one." };
    const lines = [
        "minimum-instances (mandatory): Every service runs on enough instances to lose one",
        "    service app",
        "        found:   an autoscaler that goes down to 1 instance",
        "        allowed: at least 2",
        "    service api",
        "        found:   1 instance",
        "        allowed: at least 2",
        "        fix:     Give it another one.",
        `    why:  ${verdict?.rule.why ?? ""}`,
        "    fix:  Raise the service's `instances` (a number on docker and kubernetes, a list of addresses on a host), or the minimum of its autoscaling.",
        "    page: docs/policies/minimum-instances.md",
    ];
    expect(verdict && formatVerdicts([{ ...verdict, findings: [...verdict.findings, other] }])).toBe(lines.join("\n"));
    expect(verdict && formatVerdicts([{ ...verdict, findings: [other] }])).not.toContain("Raise the service's");
});
