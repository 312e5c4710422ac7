import { describe } from "vitest";
import { findProgram } from "../../../tools/commands/machine/programs";

/** Tests that need a program; skipped, with the reason, where there is none. */
export function withProgram(program: string, name: string, tests: (path: string) => void): void {
    const path = findProgram(program);
    describe.skipIf(path === undefined)(path === undefined ? `${name} (${program} is not installed here)` : name, () => { tests(path ?? program); });
}
