import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder that is there for as long as the command runs. */
export function temporaryFolder(): string {
    const folder = mkdtempSync(join(tmpdir(), "evenkeel-"));
    process.once("exit", () => {
        rmSync(folder, { recursive: true, force: true });
    });
    return folder;
}
