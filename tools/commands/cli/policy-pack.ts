import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { figuresOf, levelOf, type Terms } from "../../../policy/judge";
import { rules } from "../../../policy/rules/rules";
import { project } from "../home";

/** The policies for one run of the CLI. */
export interface PolicyRun {
    readonly args: readonly string[];
    readonly environment: Readonly<Record<string, string>>;
    /** Whether the run met a mandatory policy that is broken: the CLI's exit code tells that from no other failure. */
    isRefused(): boolean;
}

/** @param folder the CLI's workspace, which keeps the pack's settings and the log of the run's events. */
export function policyRun(folder: string, terms: Terms): PolicyRun {
    const [config, log] = [join(folder, "policies.json"), join(folder, "events.json")];
    writeFileSync(config, `${JSON.stringify(Object.fromEntries(rules.map(rule => [rule.name, { enforcementLevel: levelOf(rule, terms), ...figuresOf(rule, terms.environment) }])), null, 4)}\n`);
    rmSync(log, { force: true });
    return {
        args: ["--policy-pack", join(project, "policy"), "--policy-pack-config", config, "--event-log", log],
        // Without it the CLI knows no `--event-log`.
        environment: { PULUMI_DEBUG_COMMANDS: "true" },
        isRefused: () => existsSync(log) && refusals(readFileSync(log, "utf8")).length > 0,
    };
}

interface LoggedEvent {
    readonly policyEvent?: { readonly policyName: string; readonly enforcementLevel: string };
}

/** Names of the mandatory policies that a log of events, one on each line, has as broken. */
export function refusals(log: string): string[] {
    return log
        .split("\n")
        .filter(line => line.includes('"policyEvent"'))
        .flatMap(line => (JSON.parse(line) as LoggedEvent).policyEvent ?? [])
        .filter(({ enforcementLevel }) => enforcementLevel === "mandatory")
        .map(({ policyName }) => policyName);
}
