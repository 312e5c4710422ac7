/** One thing that is wrong with a stack file. */
export interface Problem {
    /** Where: `services.api.instances[2].port`; empty for the file as a whole. */
    readonly path: string;
    /** What was found there, as the user wrote it; never the value of a secret. */
    readonly found: string;
    /** What may stand there. */
    readonly allowed: string;
    /** What to do, in the second person. */
    readonly fix: string;
}

/**
 * All problems as text for people: one block each. What a terminal would obey instead of show is escaped: the stack file
 * may be a stranger's pull request.
 */
export function formatProblems(problems: readonly Problem[]): string {
    return problems.map(formatProblem).join("\n\n").replace(/[^\P{C}\n]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16) ?? ""}}`);
}

function formatProblem(problem: Problem): string {
    const place = problem.path === "" ? "the stack file" : problem.path;
    return [place, `    found:   ${problem.found}`, `    allowed: ${problem.allowed}`, `    fix:     ${problem.fix}`].join("\n");
}
