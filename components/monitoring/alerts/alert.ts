import type { Milliseconds } from "../../config/model";

/** What an operator is told of. Its page is docs/runbooks/<name in kebab case>.md. */
export interface Alert {
    /** `InstanceDown` */
    readonly name: string;
    /** `critical`: users are failed now, or nobody would notice if they were. `warning`: can wait for the morning. */
    readonly severity: "critical" | "warning";
    readonly expression: string;
    /** How long it has to hold. */
    readonly lasting: Milliseconds;
    readonly summary: string;
    readonly description: string;
}

/** A figure that Prometheus makes itself, so that alerts can name it. */
export interface Recording {
    readonly name: string;
    readonly expression: string;
    readonly labels: Readonly<Record<string, string>>;
}

/** Where an operator reads what to do, in this repository. */
export function runbook({ name }: Pick<Alert, "name">): string {
    return `docs/runbooks/${name.replace(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase()}.md`;
}

/** Alerts that are about the same thing. */
export type Group = readonly [name: string, alerts: readonly Alert[]];
