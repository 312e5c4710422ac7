import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packConfig } from "../../../policy/config";
import type { Registered } from "../../../policy/deployed/registered";
import { judge, type Terms } from "../../../policy/judge";
import { descriptionOf, formatViolation } from "../../../policy/report";
import type { Finding } from "../../../policy/rule";
import { rules } from "../../../policy/rules/rules";
import { Analyzer } from "./analyzer";
import { all, inFiles, setting, type Change } from "./change";
import { baseOf, registeredBy } from "./stacks";

const production: Terms = { environment: "production", overrides: {} };

/** Something wrong on each target, of which the CLI is told nothing but what is on the wire. */
const breaks: Readonly<Record<keyof typeof baseOf, Change>> = {
    host: all(inFiles("TLSv1.2 TLSv1.3", "TLSv1.1"), inFiles(" backup;", ";"), setting("vector-load-balancer-192.168.10.30-release", "connection.hostKey", undefined)),
    docker: all(setting("healthai-rag:1.0.0", "name", "healthai-rag:latest"), setting("healthai-prometheus", "ports[0].ip", "0.0.0.0")),
    kubernetes: all(
        setting("healthai-app-horizontal-pod-autoscaler", "spec.minReplicas", 1),
        setting("healthai-proxy-deployment", "spec.replicas", 8),
        inFiles("max-age=31536000", "max-age=60"),
    ),
};

/** How many policies that breaks, by the terms below. */
const broken: Readonly<Record<keyof typeof baseOf, number>> = { host: 3, docker: 2, kubernetes: 2 };

describe("the policy pack in a process of its own", () => {
    let analyzer: Analyzer;

    beforeAll(async () => {
        analyzer = await Analyzer.start();
    }, 60_000);
    afterAll(() => {
        analyzer.stop();
    });

    it("has every rule, with production's level and figures", async () => {
        const policies = new Map((await analyzer.policies()).map(policy => [policy.name, policy]));
        expect([...policies.keys()].sort()).toEqual([...rules.map(({ name }) => name), "what-is-registered"].sort());
        expect(policies.get("minimum-instances")).toMatchObject({ enforcementlevel: 1, url: "docs/policies/minimum-instances.md" });
    });

    it.each([
        ["host", production],
        ["docker", { environment: "staging", overrides: {} }],
        ["kubernetes", { environment: "production", overrides: { hsts: "advisory", "rate-limit-total": "mandatory", "minimum-instances": "disabled" } }],
    ] as const)("says the same as the embedded engine of %s, under %o", async (target, terms) => {
        const shipped = await registeredBy(baseOf[target]);
        const changed = breaks[target](shipped);
        await analyzer.configure(packConfig(terms));
        expect(await analyzer.analyzeStack(shipped.toReversed())).toEqual([]);
        expect(said(changed, terms)).toHaveLength(broken[target]);
        expect(sorted(await analyzer.analyzeStack(changed.toReversed()))).toEqual(said(changed, terms));
    });

    it("judges what the program asks for, not what a provider makes of it", async () => {
        const resources = await registeredBy(baseOf.kubernetes);
        const asked = breaks.kubernetes(resources);
        await analyzer.configure(packConfig(production));
        for (const resource of asked) {
            await analyzer.analyze(resource);
        }
        expect(sorted(await analyzer.analyzeStack(resources))).toEqual(said(asked, production));
    });
});

function said(resources: readonly Registered[], terms: Terms): readonly string[] {
    const verdicts = judge(resources, terms);
    return sorted(verdicts.map(({ rule, level, findings }) => `${level} ${rule.name} ${urnOf(findings)}: ${descriptionOf(rule)}\n${formatViolation(rule, findings)}`));
}

/** Nothing, which the CLI takes for the stack itself, where a rule is broken at several resources. */
function urnOf(findings: readonly Finding[]): string {
    const [urn = "", ...others] = new Set(findings.map(finding => finding.urn));
    return others.length === 0 ? urn : "";
}

function sorted(lines: readonly string[]): readonly string[] {
    return lines.toSorted();
}
