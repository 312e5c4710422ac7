import type { ResourceChange } from "../commands/cli/preview-digest";
import { report, type Finding, type NodeReport } from "../commands/doctor/finding";

/** How what runs of a stack differs from what was deployed last. */
export interface Drift {
    /** What the target says of itself. */
    readonly differences: readonly NodeReport[];
    /** What an update would put back; undefined: the engine can't tell. */
    readonly changes: readonly ResourceChange[] | undefined;
    /** What could not be asked. */
    readonly unasked: readonly NodeReport[];
}

/** @param reports of the doctor, who looks at more: at what an `up` needs, and whether all is well. */
export function driftIn(reports: readonly NodeReport[], changes: readonly ResourceChange[] | undefined): Drift {
    return {
        differences: only(reports, ({ about, state }) => about === "running" && state === "missing"),
        changes,
        unasked: only(reports, ({ about, state }) => about === "answer" && state !== "ok"),
    };
}

function only(reports: readonly NodeReport[], isMeant: (finding: Finding) => boolean): NodeReport[] {
    return reports.flatMap(({ heading, findings }) => {
        const meant = findings.filter(isMeant);
        return meant.length === 0 ? [] : [report(heading, meant)];
    });
}

/** `none` only where everything could be asked. */
export function verdictOf({ differences, changes = [], unasked }: Drift): "drift" | "unknown" | "none" {
    if (differences.length > 0 || changes.length > 0) {
        return "drift";
    }
    return unasked.length > 0 ? "unknown" : "none";
}
