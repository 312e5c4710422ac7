import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";

/** A folder of local state for the tests of one file, which `EVENKEEL_HOME` names while they run. */
export function useScratchHome(): { readonly folder: string } {
    const place = { folder: "" };
    const before = process.env["EVENKEEL_HOME"];
    beforeAll(() => {
        place.folder = join(mkdtempSync(join(tmpdir(), "evenkeel-test-")), "home");
        process.env["EVENKEEL_HOME"] = place.folder;
    });
    afterAll(() => {
        rmSync(join(place.folder, ".."), { recursive: true, force: true });
        if (before === undefined) {
            delete process.env["EVENKEEL_HOME"];
        } else {
            process.env["EVENKEEL_HOME"] = before;
        }
    });
    return place;
}
