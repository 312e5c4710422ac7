import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packConfig } from "../../../policy/config";
import type { Terms } from "../../../policy/judge";
import { project } from "../home";

/** The policies for one run of the CLI. */
export interface PolicyRun {
    readonly args: readonly string[];
    readonly environment: Readonly<Record<string, string>>;
    end(): RunEnd;
}

export interface RunEnd {
    /** Names of the mandatory policies that the run met as broken: the CLI's exit code does not tell that from any other failure. */
    readonly broken: readonly string[];
    /** How many resources it made, changed, replaced or removed, or would have. */
    readonly changing: number;
}

/** @param folder the CLI's workspace, which keeps the pack's settings, and the log of the run's events for as long as it takes. */
export function policyRun(folder: string, terms: Terms): PolicyRun {
    const [config, log] = [join(folder, "policies.json"), join(folder, "events.json")];
    rmSync(log, { force: true });
    writeFileSync(config, `${JSON.stringify(packConfig(terms), null, 4)}\n`);
    return {
        args: ["--policy-pack", join(project, "policy"), "--policy-pack-config", config, "--event-log", log],
        // Without it the CLI knows no `--event-log`.
        environment: { PULUMI_DEBUG_COMMANDS: "true" },
        end: () => {
            const events = readOptional(log);
            rmSync(log, { force: true });
            return { broken: brokenIn(events), changing: changingIn(events) };
        },
    };
}

interface LoggedEvent {
    readonly policyEvent?: { readonly policyName: string; readonly enforcementLevel: string };
    readonly summaryEvent?: { readonly resourceChanges: Readonly<Record<string, number>> };
}

/** Names of the mandatory policies that a log of events, one on each line, has as broken. */
export function brokenIn(log: string): string[] {
    const mandatory = eventsIn(log, "policyEvent").flatMap(({ policyEvent }) => (policyEvent?.enforcementLevel === "mandatory" ? [policyEvent.policyName] : []));
    return [...new Set(mandatory)].sort();
}

const operations = ["create", "update", "replace", "delete"];

/** How many resources a log of events counts in the end that do not stay as they are. */
export function changingIn(log: string): number {
    const counts = eventsIn(log, "summaryEvent").flatMap(({ summaryEvent }) => operations.map(operation => summaryEvent?.resourceChanges[operation] ?? 0));
    return counts.reduce((sum, count) => sum + count, 0);
}

function eventsIn(log: string, kind: keyof LoggedEvent): LoggedEvent[] {
    return log.split("\n").filter(line => line.includes(`"${kind}"`)).flatMap(eventIn);
}

/** None in a line that was cut off, together with the CLI. */
function eventIn(line: string): LoggedEvent[] {
    try {
        return [JSON.parse(line) as LoggedEvent];
    } catch {
        return [];
    }
}

/** A run that fails early has no events. */
function readOptional(file: string): string {
    try {
        return readFileSync(file, "utf8");
    } catch {
        return "";
    }
}
