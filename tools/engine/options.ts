import type { Summary } from "./events";
import type { StackConfig } from "./stack-config";

export interface EngineOptions {
    /** The directory that the program runs in. */
    readonly projectDir: string;
    /** The program's main file; relative to the project's directory, or absolute. */
    readonly program: string;
    readonly project: string;
    readonly stack: string;
    readonly config: StackConfig;
    /** Where the stack's state lives; made where it does not exist. A lock and a backup lie beside it. */
    readonly stateFile: string;
    /** Encrypts the secrets of the state. */
    readonly passphrase: string;
    /** Takes the display, line by line, free of secrets. */
    readonly log: (line: string) => void;
    /** Gives up what is to be deleted on hosts that can't be reached, in the place of failing. */
    readonly leaveUnreachable?: boolean;
    /** Whether every change is shown in full, texts as line diffs. */
    readonly diff?: boolean;
    /** Whether the files of a release are shown elsewhere, and not with the resource that brings them. */
    readonly filesApart?: boolean;
}

export interface Result {
    /** False where anything failed; the display has said what. */
    readonly ok: boolean;
    readonly summary: Summary;
    readonly outputs: Readonly<Record<string, unknown>>;
}
