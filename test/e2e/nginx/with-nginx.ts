import { describe } from "vitest";
import { findProgram } from "../../../tools/commands/machine/programs";

/** The machine's nginx, wherever it is: an ordinary user's PATH does not look in its folder. */
export const nginx = findProgram("nginx");

/** Tests that need an nginx; skipped, with the reason, where there is none. */
export function withNginx(name: string, tests: () => void): void {
    describe.skipIf(nginx === undefined)(nginx === undefined ? `${name} (nginx is not installed here)` : name, tests);
}
