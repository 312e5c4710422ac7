/** Exit codes of the commands. */
export const exitCode = {
    /** Something is missing or went wrong. */
    failed: 1,
    /** The command line or the stack file is wrong; nothing was started. */
    refused: 2,
    /** What runs is not what was deployed. */
    drift: 3,
    /** Ctrl-C. */
    interrupted: 130,
} as const;

/** An end that was foreseen: its message says what to do, so it is printed without a stack trace. */
export class Failure extends Error {
    constructor(
        message: string,
        readonly code: number = exitCode.failed,
    ) {
        super(message);
    }
}

export function messageOf(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}
