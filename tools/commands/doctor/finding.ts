/** One requirement and how it stands. */
export type Finding =
    | { readonly state: "ok"; readonly subject: string }
    /** Not needed for what comes next, or not to be found out from here. */
    | { readonly state: "note"; readonly subject: string }
    /** What comes next goes on without it, but not everything will work. */
    | { readonly state: "warning"; readonly subject: string; readonly fix: string }
    | { readonly state: "missing"; readonly subject: string; readonly fix: string };

/** What one machine says. */
export interface NodeReport {
    readonly findings: readonly Finding[];
    readonly text: string;
}

export function report(heading: string, findings: readonly Finding[]): NodeReport {
    return { findings, text: formatFindings(heading, findings) };
}

export function ok(subject: string): Finding {
    return { state: "ok", subject };
}

export function remark(subject: string): Finding {
    return { state: "note", subject };
}

export function warning(subject: string, fix: string): Finding {
    return { state: "warning", subject, fix };
}

export function missing(subject: string, fix: string): Finding {
    return { state: "missing", subject, fix };
}

/** `ok` when the condition holds, else `missing` with what to do. */
export function require(condition: boolean, subject: string, fix: string): Finding {
    return condition ? ok(subject) : missing(subject, fix);
}

/** A heading, and a line for each finding, with how to fix it below. */
export function formatFindings(heading: string, findings: readonly Finding[]): string {
    return [heading, ...findings.flatMap(formatFinding)].join("\n");
}

function formatFinding(finding: Finding): string[] {
    const line = `  ${finding.state.padEnd(7)}  ${finding.subject}`;
    return "fix" in finding ? [line, `           -> ${finding.fix}`] : [line];
}
