/**
 * What a finding is about:
 *
 * - `need`: what the next `up` needs of this machine and of the target;
 * - `right`: what the account may do, which one that only looks need not;
 * - `answer`: whether there is anybody who can be asked;
 * - `running`: whether what runs is what was deployed last;
 * - `health`: whether what runs is well, which changes by itself.
 */
export type About = "need" | "right" | "answer" | "running" | "health";

/** One thing looked at, and how it stands. */
export type Finding = { readonly about: About; readonly subject: string } & (
    | { readonly state: "ok" }
    /** Not needed for what comes next, or not to be found out from here. */
    | { readonly state: "note" }
    /** What comes next goes on without it, but not everything will work. */
    | { readonly state: "warning"; readonly fix: string }
    | { readonly state: "missing"; readonly fix: string }
);

/** What one machine says. */
export interface NodeReport {
    readonly heading: string;
    readonly findings: readonly Finding[];
    readonly text: string;
}

export function report(heading: string, findings: readonly Finding[]): NodeReport {
    return { heading, findings, text: formatFindings(heading, findings) };
}

export function ok(subject: string, about: About = "need"): Finding {
    return { state: "ok", about, subject };
}

export function remark(subject: string, about: About = "need"): Finding {
    return { state: "note", about, subject };
}

export function warning(subject: string, fix: string, about: About = "need"): Finding {
    return { state: "warning", about, subject, fix };
}

export function missing(subject: string, fix: string, about: About = "need"): Finding {
    return { state: "missing", about, subject, fix };
}

/** `ok` when the condition holds, else `missing` with what to do. */
export function require(condition: boolean, subject: string, fix: string, about: About = "need"): Finding {
    return condition ? ok(subject, about) : missing(subject, fix, about);
}

/** A heading, and a line for each finding, with how to fix it below. */
export function formatFindings(heading: string, findings: readonly Finding[]): string {
    return [heading, ...findings.flatMap(formatFinding)].join("\n");
}

function formatFinding(finding: Finding): string[] {
    const line = `  ${finding.state.padEnd(7)}  ${finding.subject}`;
    return "fix" in finding ? [line, `           -> ${finding.fix}`] : [line];
}
