import { existsSync, readdirSync, readFileSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { localStateFolder } from "../../components/config/sandbox";
import { saltIn } from "./cli/workspace";
import { project } from "./home";
import { passphraseFile } from "./passphrase";

/** Removes what no stack needs any more from the folder of local state, and the folder itself once it is empty. */
export function tidyHome(): void {
    const home = localStateFolder();
    for (const folder of ["state", "cli"]) {
        removeIfEmpty(join(home, folder));
    }
    const isInUse = ["state", "cli", "pulumi", "sandbox"].some(folder => existsSync(join(home, folder)));
    if (!isInUse) {
        rmSync(join(home, "no-pulumi-cli.json"), { force: true });
        removePassphrase();
    }
    removeIfEmpty(home);
}

/** A stack file with secrets of its own may have been encrypted with it, and is worth nothing without. */
function removePassphrase(): void {
    const stackFiles = readdirSync(project).filter(file => /^Pulumi\..+\.yaml$/.test(file));
    if (!stackFiles.some(file => saltIn(readFileSync(join(project, file), "utf8")) !== undefined)) {
        rmSync(passphraseFile(), { force: true });
    }
}

function removeIfEmpty(folder: string): void {
    try {
        rmdirSync(folder);
    } catch {
        // It is in use, or was never there.
    }
}
